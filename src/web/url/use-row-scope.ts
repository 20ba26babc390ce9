import { useMemo } from 'react';
import type { RowScope } from '../api/row-scope.ts';
import { useView } from './use-view.ts';

/** Of all rows, those known at a moment: a pipeline has no one version or segment. */
export function knownOnly(known: string | undefined): RowScope {
  return { version: undefined, known, segments: undefined };
}

/** The rows that the URL speaks of. */
export function useRowScope(): RowScope {
  const { view } = useView();
  return useMemo(() => {
    const segments = view.seg.length > 0 ? view.seg : undefined; // so that queries of all rows have one key
    return { version: view.ver, known: view.known, segments };
  }, [view]);
}
