import { type BinnedSample, type DriftMethod, effectOfBins } from '../drift-score.ts';
import { upperGamma } from '../special/incomplete-gamma.ts';
import { type AlarmBudget, checkLevel, type CheckLevel } from './check-level.ts';
import { limitThreshold } from './limit-threshold.ts';
import { poissonUpper } from './poisson-rate.ts';
import { rowDispersion } from './row-dispersion.ts';
import { simulatedNull } from './simulated-null.ts';
import { tailQuantile } from './tail-quantile.ts';

/** A feature that is watched in windows of so many rows. */
export type WatchedFeature = {
  method: DriftMethod;
  reference: BinnedSample;
  windowRows: number;
  /**
   * Bin counts of windows without drift, in order of time: they show how rows depend on one another, and try
   * the threshold.
   */
  history?: readonly Float64Array[];
};

export type WindowThreshold =
  | {
      status: 'ok';
      /** Effects above it are an alarm. */
      threshold: number;
      level: CheckLevel;
      /**
       * How it was found; `extrapolated`: the level lies beyond the draws, an exponential tail continues
       * them.
       */
      foundBy: 'closed-form' | 'simulated' | 'extrapolated';
      /** Dependent rows that are worth one independent row. */
      dispersion: number;
      record: ThresholdRecord;
    }
  | { status: 'unavailable'; reason: 'no-rows' };

/**
 * What the history says of the threshold: `certified` when the Poisson upper limit (95 %) of the alarms that
 * it would have raised there is within the budget, `contradicted` when even the seen ones cannot be
 * (one-sided 5 %), else `extrapolated`: the promise rests on the law of chance alone. 3 quiet periods
 * certify one alarm a period, which a history rarely has.
 */
export type ThresholdRecord = {
  basis: 'certified' | 'contradicted' | 'extrapolated';
  checks: number;
  alarms: number;
  /** Upper limit of the alarms a period; Infinity without history. */
  upper: number;
};

/**
 * The effect from which on a window is an alarm, from a false-alarm budget instead of a habit: it knows the
 * rows of a window and of the reference, the bins, the features that share the budget (`tests`) and the
 * checks of a period. By the limiting law where every bin is well filled; else from a null simulated with
 * the reference's shares. Dependence of rows that shows in the history thins both sides (`rowDispersion`).
 * Cost: O(bins) by the law, else that of `simulatedNull`; O(bins) for each window of the history.
 *
 * @param seed of the draws
 * @throws {RangeError} for an impossible budget or a history with other bins
 */
export function windowThreshold(feature: WatchedFeature, budget: AlarmBudget, seed: number): WindowThreshold {
  const { method, reference, windowRows, history = [] } = feature;
  const level = checkLevel(budget);
  if (windowRows < 1 || reference.counts.every((count) => count === 0)) {
    return { status: 'unavailable', reason: 'no-rows' };
  }
  const dispersion = rowDispersion(history, reference.kind === 'numeric');
  const { threshold, foundBy } = byRows(method, reference, windowRows, dispersion, level.perTest, seed);
  const record = recordOf({ method, reference, history, threshold }, budget);
  return { status: 'ok', threshold, level, foundBy, dispersion, record };
}

type Found = { threshold: number; foundBy: 'closed-form' | 'simulated' | 'extrapolated' };

function byRows(
  method: DriftMethod,
  reference: BinnedSample,
  windowRows: number,
  dispersion: number,
  level: number,
  seed: number,
): Found {
  const thin = {
    ...reference,
    counts: reference.counts.map((count) => count / dispersion),
    ...(reference.sums && { sums: reference.sums.map((sum) => sum / dispersion) }),
  };
  const rows = Math.max(1, windowRows / dispersion);
  const limit = limitThreshold(method, thin, rows, level);
  if (limit !== undefined) return { threshold: limit, foundBy: 'closed-form' };
  return foundFrom(method, simulatedNull(method, thin, rows, seed), level, 'simulated');
}

/** Distances are squared for their tail: it is then about exponential, as that of PSI is. */
function foundFrom(method: DriftMethod, effects: Float64Array, level: number, foundBy: 'simulated'): Found {
  const isSquare = method === 'psi';
  const { value, from } = tailQuantile(isSquare ? effects : effects.map((effect) => effect * effect), level);
  const threshold = isSquare ? value : Math.sqrt(value);
  return { threshold, foundBy: from === 'drawn' ? foundBy : 'extrapolated' };
}

function recordOf(
  {
    method,
    reference,
    history,
    threshold,
  }: { method: DriftMethod; reference: BinnedSample; history: readonly Float64Array[]; threshold: number },
  { alarms: allowed, checksPerPeriod, tests = 1 }: AlarmBudget,
): ThresholdRecord {
  const checks = history.length;
  const alarms = history.filter((counts) => {
    const window = { kind: reference.kind, counts, missing: 0 };
    return counts.some((count) => count > 0) && effectOfBins(method, reference, window) > threshold;
  }).length;
  const periods = checks / checksPerPeriod;
  const share = allowed / tests;
  const upper = checks === 0 ? Infinity : poissonUpper(alarms) / periods;
  const isContradicted = alarms > 0 && 1 - upperGamma(alarms, share * periods) < 0.05;
  const basis = upper <= share ? 'certified' : isContradicted ? 'contradicted' : 'extrapolated';
  return { basis, checks, alarms, upper };
}
