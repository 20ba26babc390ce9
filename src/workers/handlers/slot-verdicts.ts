import type { DriftMethod, ShareChange } from '#stats/drift-score.ts';
import { bareVerdictsOf, type DriftClaim, type Verdict } from '#stats/drift-verdict.ts';
import type { ComparedSamples, ShareChanges } from '#stats/sample-scores.ts';
import type { DriftMap } from '../protocol.ts';
import type { Counts } from './counts.ts';

/** The verdicts of each slot, of all metrics in turn. One claim a metric is filled anew for each slot, so that nothing is allocated for a cell. */
export function verdictsOfSlots(
  { metrics, slotsMs }: Counts,
  { method, level }: { method: DriftMethod; level: number },
  cells: Pick<DriftMap, 'effects' | 'p'>,
): Verdict[][] {
  const claims = metrics.map(({ slots }) => emptyClaim(method, slots));
  return Array.from(slotsMs, (_, slot) => {
    for (const [index, { slots }] of metrics.entries()) {
      const claim = claims[index] as MutableClaim;
      const cell = index * slotsMs.length + slot;
      claim.effect = cells.effects[cell] as number;
      claim.p = cells.p[cell] as number;
      claim.status = Number.isNaN(claim.effect) ? 'unavailable' : 'ok';
      fillShares(claim, slots, slot);
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

function emptyClaim(method: DriftMethod, { missing, unseen }: ComparedSamples): MutableClaim {
  return {
    method,
    status: 'unavailable',
    effect: NaN,
    p: NaN,
    missing: { reference: missing.reference, current: 0, p: 1 },
    unseen: unseen && { reference: unseen.reference, current: 0, p: 1 },
  };
}

function fillShares(claim: MutableClaim, { missing, unseen }: ComparedSamples, slot: number): void {
  fillChange(claim.missing, missing, slot);
  if (claim.unseen && unseen) fillChange(claim.unseen, unseen, slot);
}

function fillChange(change: ShareChange, { current, p }: ShareChanges, slot: number): void {
  change.current = current[slot] as number;
  change.p = p[slot] as number;
}
