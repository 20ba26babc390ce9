import { useEffect, useState } from 'react';
import { showToast } from './toasts.ts';

/** The first view is through by then; what opens later is at hand, also when the server is not. */
const QUIET_MS = 2_000;

/**
 * Whether the code of a lazy part of the page is there: it is loaded when it is wanted, else by itself in a quiet
 * moment. Where it cannot be loaded a toast says so, and it is tried again when it is next wanted.
 *
 * @param load always the same function, the one that the part is made of
 */
export function useLoaded(load: () => Promise<unknown>, isWanted: boolean): boolean {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    if (isLoaded) return undefined;
    let isGone = false;
    const start = async () => {
      try {
        await load();
        if (!isGone) setLoaded(true);
      } catch (error) {
        if (isWanted && !isGone) showToast(`It cannot be opened: ${reasonOf(error)}`);
      }
    };
    const timer = isWanted ? undefined : setTimeout(() => void start(), QUIET_MS);
    if (isWanted) void start();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load, isWanted, isLoaded]);
  return isLoaded;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
