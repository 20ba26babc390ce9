import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { widerStep } from '../../api/time-range.ts';

/** Why the board says less than it could. `isWhole`: there is nothing on it at all. */
export type BoardProblem =
  | { kind: 'noMetrics' | 'noRows' | 'smallReference' | 'noneFits'; isWhole: true; leastRows: number }
  | {
      kind: 'thinSlots';
      isWhole: false;
      thinShare: number;
      leastRows: number;
      widerStepSeconds: number | undefined;
    };

/** From this share of thin slots on, a wider step is proposed. */
const manyThin = 0.5;

export function boardProblem(map: DriftMap): BoardProblem | undefined {
  const { counts, leastRows, metrics } = map;
  if (counts.metrics.length === 0) return { kind: 'noMetrics', isWhole: true, leastRows };
  if (counts.slotsMs.length === 0) return { kind: 'noRows', isWhole: true, leastRows };

  const reasons = metrics.map(({ whole }) => whole);
  const isUnscored = reasons.every(({ status }) => status === 'unavailable');
  if (isUnscored && counts.reference.rows < leastRows)
    return { kind: 'smallReference', isWhole: true, leastRows };
  if (
    isUnscored &&
    reasons.every((whole) => whole.status === 'unavailable' && whole.reason === 'needs-numeric')
  ) {
    return { kind: 'noneFits', isWhole: true, leastRows };
  }

  const thin = counts.rows.filter((rows) => rows < leastRows).length;
  const thinShare = thin / counts.rows.length;
  if (thinShare < manyThin) return undefined;
  return {
    kind: 'thinSlots',
    isWhole: false,
    thinShare,
    leastRows,
    widerStepSeconds: stepWithEnough(counts.rows, counts.stepSeconds, leastRows),
  };
}

/** The narrowest step at which a slot of the usual size would hold enough rows; undefined when none does. */
function stepWithEnough(rows: Float64Array, stepSeconds: number, leastRows: number): number | undefined {
  const sorted = rows.toSorted();
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  let step = widerStep(stepSeconds);
  while (step !== undefined && (usual * step) / stepSeconds < leastRows) step = widerStep(step);
  return step;
}
