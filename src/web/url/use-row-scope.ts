import { useMemo } from 'react';
import type { RowScope } from '../api/row-scope.ts';
import { useView } from './use-view.ts';

/** The rows that the URL speaks of. */
export function useRowScope(): RowScope {
  const { view } = useView();
  return useMemo(() => ({ version: view.ver, known: view.known, segments: view.seg }), [view]);
}
