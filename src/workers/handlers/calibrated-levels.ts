import type { CalibratedLevel } from '#stats/budget/calibrated-level.ts';
import type { AlarmBudget } from '#stats/budget/check-level.ts';
import { levelOfOwnTime } from '#stats/budget/own-history.ts';
import { type DriftMethod, driftMethods } from '#stats/drift-score.ts';
import type { TaskContext } from '../protocol.ts';
import type { ReferenceHistory } from './reference-history.ts';

export type CalibratedLevels = Readonly<Record<DriftMethod, CalibratedLevel>>;

const mostKept = 12;

/** The levels of all methods, found once a budget and kept with the history, so that another test need not wait for its own. */
export async function calibratedLevels(
  { evidence, levels }: ReferenceHistory,
  budget: AlarmBudget,
  stepSeconds: number,
  { onProgress, breathe }: TaskContext,
): Promise<CalibratedLevels> {
  const key = `${budget.alarms}/${budget.checksPerPeriod}`;
  const known = levels.get(key);
  if (known) return known;

  const found: Partial<Record<DriftMethod, CalibratedLevel>> = {};
  for (const [index, method] of driftMethods.entries()) {
    found[method] = levelOfOwnTime(evidence[method], budget, stepSeconds);
    if (await breathe()) onProgress({ doing: 'calibrating', share: (index + 1) / driftMethods.length });
  }
  const all = found as CalibratedLevels; // the loop has filled it
  levels.set(key, all);
  const oldest = levels.keys().next().value;
  if (levels.size > mostKept && oldest !== undefined) levels.delete(oldest);
  return all;
}
