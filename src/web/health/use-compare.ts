import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { compareRange } from '../api/compare-range.ts';
import { referencesQuery } from '../api/references.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import { compareLabels, parseCompare } from '../url/compare.ts';
import { useView } from '../url/use-view.ts';

const MINUTE_MS = 60_000;

/** What the stage is held against, as the charts and the figures want it. */
export interface StageCompare {
  name: string;
  /** The window to take figures from. */
  range: TimeRange;
  /** How much later the shown range lies; undefined where the two have no clock in common. */
  shiftMs: number | undefined;
  /** Whether it is a reference, whose usual values are drawn. */
  isReference: boolean;
  /** The version that the shown one is held against, in the same window. */
  version: string | undefined;
}

/** A version to hold against comes before a window: one grey line says one thing. */
export function useCompare(pipeline: string, stage: string, range: TimeRange): StageCompare | undefined {
  const { view } = useView();
  const nowMs = useNow(MINUTE_MS);
  const compare = parseCompare(view.cmp) ?? { kind: 'none' };
  const { data: references = [] } = useQuery({
    ...referencesQuery(pipeline, stage),
    enabled: compare.kind === 'reference',
  });
  const reference = compare.kind === 'reference' ? references.find(({ id }) => id === compare.id) : undefined;
  const window = compareRange(compare, range, nowMs);
  const name =
    view.cmp in compareLabels ? compareLabels[view.cmp as keyof typeof compareLabels] : 'the other window';
  // The parts and not the objects: these are new with each tick of the clock.
  const { from, to } = window?.range ?? {};
  const shiftMs = window?.shiftMs;
  return useMemo(() => {
    if (view.versus !== undefined)
      return { name: view.versus, range, shiftMs: 0, isReference: false, version: view.versus };
    if (reference) {
      const { name, from, to } = reference;
      return { name, range: { from, to }, shiftMs: undefined, isReference: true, version: undefined };
    }
    if (from === undefined || to === undefined || shiftMs === undefined) return undefined;
    return { name, range: { from, to }, shiftMs, isReference: false, version: undefined };
  }, [view.versus, range, reference, name, from, to, shiftMs]);
}
