import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { drawWholePage } from '../ui/whole-page.ts';

/** So many frames without anything left to load: an answer may lead to the next question. */
const quietFrames = 12;
/** What has not come by then is left out. */
const longestMs = 30_000;

export type WholePage = { state: 'drawing' } | { state: 'drawn'; missing: number };

/** Has the whole page drawn, off the screen too, and says when all of its data are there. */
export function useWholePage(): WholePage {
  const cache = useQueryClient().getQueryCache();
  const [page, setPage] = useState<WholePage>({ state: 'drawing' });
  useEffect(() => {
    const release = drawWholePage();
    const startMs = performance.now();
    let quiet = 0;
    let frame = 0;
    const look = (nowMs: number): void => {
      const fetching = cache.findAll({ type: 'active', fetchStatus: 'fetching' });
      const missing = fetching.filter(({ state }) => state.status === 'pending').length;
      quiet = missing === 0 ? quiet + 1 : 0;
      if (quiet >= quietFrames || nowMs - startMs > longestMs) setPage({ state: 'drawn', missing });
      else frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => {
      cancelAnimationFrame(frame);
      release();
    };
  }, [cache]);
  return page;
}
