import type { BinnedSample } from '#stats/drift-score.ts';
import { missingShare } from '#stats/missing-share.ts';
import { totalOf } from '#stats/counts.ts';
import { wilson } from '#stats/wilson.ts';
import type { MissingShare } from '../tasks/drift-map-tasks.ts';

/** The share of rows without a value in the reference, in a span of slots, and in each slot by itself. */
export function missingShareOf(
  samples: readonly BinnedSample[],
  reference: BinnedSample,
  current: BinnedSample,
): MissingShare {
  const n = rowsOf(reference);
  const m = rowsOf(current);
  const test = missingShare(reference.missing, n, current.missing, m);
  if (test.status === 'unavailable') return { status: 'unavailable' };

  const [low, high] = wilson(reference.missing, n);
  return {
    status: 'ok',
    reference: { value: reference.missing / n, low, high },
    current: { value: current.missing / m, low: test.wilson[0], high: test.wilson[1] },
    difference: { value: test.effect, low: test.difference[0], high: test.difference[1] },
    p: test.p,
    slots: {
      shares: Float64Array.from(samples, (slot) => slot.missing / rowsOf(slot)),
      rows: Float64Array.from(samples, rowsOf),
    },
  };
}

function rowsOf({ counts, missing }: BinnedSample): number {
  return totalOf(counts) + missing;
}
