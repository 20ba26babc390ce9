import type { ReferenceMetric } from '#contract/reference.ts';
import { metricHistory, type MetricHistory } from '#stats/budget/metric-history.ts';
import type { CalibratedLevel } from '#stats/budget/calibrated-level.ts';
import type { AlarmBudget } from '#stats/budget/check-level.ts';
import { areEnoughSlots, levelOfOwnTime, ownEvidence, ownSlotsWithin } from '#stats/budget/own-history.ts';
import { binCount } from '#stats/bins.ts';
import type { DriftMethod } from '#stats/drift-score.ts';
import { frozenSample } from '#stats/frozen-sample.ts';
import type { StoredReference } from '../../ports.ts';
import type { PredictionLog, StageSelection } from '../../prediction-log.ts';
import { toBins } from '../references/count-in-bins.ts';
import { referenceRows } from '../references/reference-rows.ts';
import { slotsInBins } from './slots-in-bins.ts';

/** What the slots of a reference's own time say, by the functions that the drift board asks. */
export type OwnHistory = {
  metrics: ReadonlyMap<string, MetricHistory>;
  /** Of a check of all metrics together, see `levelOfOwnTime`. */
  level(method: DriftMethod, budget: AlarmBudget): CalibratedLevel;
};

/** Rows of a reference's time that come late have their say the next day. */
const DAY_MS = 86_400_000;
const MOST_KEPT = 32;

const keptOf = new WeakMap<PredictionLog, Map<string, Promise<OwnHistory | undefined>>>();

/**
 * The history of these metrics of a reference in slots of that length, kept as long as the log is open; undefined where the reference
 * has no time of its own (uploaded or taken anew with each look), or too short a one.
 */
export function ownHistory(
  log: PredictionLog,
  reference: StoredReference,
  {
    metrics,
    segments,
    stepMs,
    nowMs,
  }: { metrics: readonly string[]; segments: StageSelection['segments']; stepMs: number; nowMs: number },
): Promise<OwnHistory | undefined> {
  if (reference.source === 'upload' || reference.provisional) return Promise.resolve(undefined);
  const kept = keptOf.get(log) ?? new Map<string, Promise<OwnHistory | undefined>>();
  keptOf.set(log, kept);
  const day = Math.floor(nowMs / DAY_MS);
  const key = JSON.stringify([reference.id, metrics, segments, stepMs, day]);
  const known = kept.get(key);
  if (known) return known;

  const frozen = reference.metrics.filter(({ metric }) => metrics.includes(metric));
  const found = readHistory(log, { ...referenceRows(reference), segments }, frozen, stepMs);
  kept.set(key, found);
  found.catch(() => kept.delete(key)); // whoever asked hears of it; the next one asks again
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

async function readHistory(
  log: PredictionLog,
  selection: StageSelection,
  frozen: readonly ReferenceMetric[],
  stepMs: number,
): Promise<OwnHistory | undefined> {
  const bins = frozen.reduce((sum, metric) => sum + binCount(toBins(metric.bins)), 0);
  const window = ownSlotsWithin(selection, stepMs, bins);
  if (!window) return undefined;
  const { slotsMs, samples } = await slotsInBins(log, { ...selection, ...window, stepMs }, frozen);
  if (!areEnoughSlots(slotsMs.length)) return undefined;

  const metrics = new Map<string, MetricHistory>();
  for (const metric of frozen) {
    const slots = samples.get(metric.metric);
    if (!slots || metric.counts.every((count) => count === 0)) continue;
    metrics.set(metric.metric, metricHistory(frozenSample(metric), { slots, startsMs: slotsMs, stepMs }));
    await nextTurn();
  }
  const histories = [...metrics.values()];
  const levels = new Map<string, CalibratedLevel>();
  return {
    metrics,
    level(method, budget) {
      const key = JSON.stringify([method, budget]);
      const known = levels.get(key);
      if (known) return known;
      const evidence = Float64Array.from(slotsMs, (_, slot) => ownEvidence(histories, method, slot));
      const found = levelOfOwnTime(evidence, budget, stepMs / 1000);
      levels.set(key, found);
      return found;
    },
  };
}

/** Hundreds of metrics take a second: requests are answered in between. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
