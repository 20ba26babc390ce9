import { type DriftMethod, scoreBins } from '../drift-score.ts';
import { alarmEvidence } from '../drift-verdict.ts';
import { type CalibratedLevel, calibratedLevel } from './calibrated-level.ts';
import type { AlarmBudget } from './check-level.ts';
import type { MetricHistory } from './metric-history.ts';

/** Fewer slots say too little of how much slots differ without drift. */
const leastSlots = 8;
/** Two weeks of ten minutes, twelve weeks of hours; the latest are taken. */
const mostSlots = 2016;
/** Counts and sums of all metrics, slots and bins: 32 MB. */
const mostNumbers = 4_000_000;
const daySeconds = 86_400;
/** Of the resamples: the same budget has the same level each time, wherever it is asked for. */
const seed = 1;

/**
 * The whole slots of a reference's own time from which its `metricHistory` is to be found, the latest where there are
 * too many; undefined where there are too few. O(1).
 *
 * @param bins of all metrics together
 */
export function ownSlotsWithin(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  stepMs: number,
  bins: number,
): { fromMs: number; toMs: number } | undefined {
  const most = Math.min(mostSlots, Math.floor(mostNumbers / Math.max(1, 2 * bins)));
  const endMs = Math.floor(toMs / stepMs) * stepMs;
  const startMs = Math.ceil(fromMs / stepMs) * stepMs;
  const slots = Math.min(most, (endMs - startMs) / stepMs);
  return slots < leastSlots ? undefined : { fromMs: endMs - slots * stepMs, toMs: endMs };
}

/** Whether so many slots with rows are enough. O(1). */
export function areEnoughSlots(slots: number): boolean {
  return slots >= leastSlots;
}

/**
 * The evidence (`alarmEvidence`) that one slot of the reference's own time gives against all metrics together; NaN where nothing can be
 * tested. O(metrics · (bins + log metrics)).
 */
export function ownEvidence(
  histories: readonly Pick<MetricHistory, 'own'>[],
  method: DriftMethod,
  slot: number,
): number {
  const scores = histories.flatMap(({ own }) => {
    const pair = own[slot];
    return pair ? [scoreBins(method, pair.reference, pair.current, pair.dispersion)] : [];
  });
  return alarmEvidence(scores);
}

/**
 * `calibratedLevel` of checks in slots of `stepSeconds`, which hang together for a day at most. NaN, a slot that could not be tested,
 * is left out. O(draws · checks · log checks).
 *
 * @param evidence of each slot, see `ownEvidence`
 */
export function levelOfOwnTime(
  evidence: Float64Array,
  budget: AlarmBudget,
  stepSeconds: number,
): CalibratedLevel {
  const meanBlock = Math.max(2, Math.ceil(daySeconds / stepSeconds));
  return calibratedLevel(
    evidence.filter((value) => !Number.isNaN(value)),
    budget,
    { meanBlock, seed },
  );
}
