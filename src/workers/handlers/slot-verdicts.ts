import type { BinnedSample, DriftMethod, ShareChange } from '#stats/drift-score.ts';
import { bareVerdictsOf, type DriftClaim, type Verdict } from '#stats/drift-verdict.ts';
import type { ShareChanges } from '#stats/sample-scores.ts';
import type { DriftMap } from '../tasks/drift-map-tasks.ts';
import type { SlotPlace } from './compared-metric.ts';
import type { Counts, MetricCounts } from './counts.ts';

/** The verdicts of each slot, of all metrics in turn. One claim a metric is filled anew for each slot, so that nothing is allocated for a cell. */
export function verdictsOfSlots(
  { metrics, slotsMs }: Counts,
  { method, level }: { method: DriftMethod; level: number },
  cells: Pick<DriftMap, 'effects' | 'p'>,
): Verdict[][] {
  const claims = metrics.map(({ reference }) => emptyClaim(method, reference));
  const slots = slotsMs.length;
  return Array.from({ length: slots }, (_, slot) => {
    for (let index = 0; index < claims.length; index++) {
      const claim = claims[index] as MutableClaim;
      const cell = index * slots + slot;
      claim.effect = cells.effects[cell] as number;
      claim.p = cells.p[cell] as number;
      claim.status = Number.isNaN(claim.effect) ? 'unavailable' : 'ok';
      fillShares(claim, (metrics[index] as MetricCounts).places[slot] as SlotPlace); // one for each slot
    }
    return bareVerdictsOf(claims, { level });
  });
}

type MutableClaim = {
  method: DriftMethod;
  status: DriftClaim['status'];
  effect: number;
  p: number;
  missing: ShareChange;
  unseen: ShareChange | undefined;
};

function emptyClaim(method: DriftMethod, { kind }: BinnedSample): MutableClaim {
  return {
    method,
    status: 'unavailable',
    effect: NaN,
    p: NaN,
    missing: { reference: 0, current: 0, p: 1 },
    unseen: kind === 'categorical' ? { reference: 0, current: 0, p: 1 } : undefined,
  };
}

function fillShares(claim: MutableClaim, { compared: { missing, unseen }, at }: SlotPlace): void {
  fillChange(claim.missing, missing, at);
  if (claim.unseen && unseen) fillChange(claim.unseen, unseen, at);
}

function fillChange(change: ShareChange, { reference, current, p }: ShareChanges, at: number): void {
  change.reference = reference;
  change.current = current[at] as number;
  change.p = p[at] as number;
}
