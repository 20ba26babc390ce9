import { declusteredPeaks } from './budget/declustered-peaks.ts';
import { fitGeneralisedPareto, generalisedParetoQuantile } from './budget/generalised-pareto.ts';
import { mostProvable, poissonUpper } from './budget/poisson-rate.ts';
import { mulberry32 } from './random.ts';
import { sortFinite } from './sort.ts';
import { stationaryBootstrap } from './stationary-bootstrap.ts';

export type Budget = {
  /** False alarms allowed in one period, for all series together. */
  alarms: number;
  /** Checks in one period: 43 200 for a month of minutes. */
  checksPerPeriod: number;
  /** Checks below the threshold that end an alarm: a later exceedance is a new one. */
  gap?: number;
  /** Mean length of the bootstrap's blocks, in checks; longer than the dependence lasts. */
  meanBlock?: number;
  /** Share of resampled histories under which the threshold keeps the budget. */
  confidence?: number;
  draws?: number;
};

/**
 * A threshold, and how much the history speaks for it. `certified`: the history is long enough that the Poisson upper limit (95 %)
 * of the alarm rate meets the budget; `observed`: it holds the budget on the history, which is too short for a proof;
 * `extrapolated`: the history is shorter than the time to one allowed alarm, and the tail beyond it is a model.
 */
export type BudgetThreshold =
  | {
      status: 'ok';
      threshold: number;
      basis: 'certified' | 'observed' | 'extrapolated';
      /** Alarms a period at the threshold: seen in the history, and the limit it leaves possible (95 %). */
      rate: { observed: number; upper: number };
    }
  | { status: 'unavailable'; reason: 'insufficient-history'; checks: number };

const leastClusters = 15;

/**
 * The threshold at which checks of one or many series raise at most `alarms` false alarms a period, learnt from a history without
 * drift: the maximum over the series at each check is replayed (so their dependence is kept), exceedances less than `gap` checks
 * apart are one alarm. The upper quantile of what stationary-bootstrap resamples of the history ask for allows for the luck of this
 * history. Where the history is shorter than the time to one allowed alarm, a generalised Pareto tail of its declustered peaks
 * over the 98 % quantile (probability-weighted moments, Hosking & Wallis 1987) takes over; that needs 15 peaks. NaN
 * (no score) never exceeds. O(draws · checks · log checks).
 *
 * @param history one array a series, one score a check, all of one length, larger meaning worse
 * @throws {RangeError} when the series differ in length
 */
export function thresholdForBudget(
  history: readonly Float64Array[],
  { alarms, checksPerPeriod, gap = 1, meanBlock = 60, confidence = 0.9, draws = 100 }: Budget,
  seed: number,
): BudgetThreshold {
  const worst = maximumOf(history);
  const checks = worst.length;
  const periods = checks / checksPerPeriod;
  const allowed = alarms * periods;
  const isExtrapolated = allowed < 1;
  const wanted = (series: Float64Array) =>
    isExtrapolated ? extrapolate(series, alarms / checksPerPeriod, gap) : lowestFor(series, allowed, gap);

  const own = checks > 0 ? wanted(worst) : undefined;
  if (own === undefined) return { status: 'unavailable', reason: 'insufficient-history', checks };

  const draw = mulberry32(seed);
  const resampled: number[] = [own];
  for (let i = 0; i < draws; i++) {
    const positions = stationaryBootstrap(checks, checks, meanBlock, draw);
    const threshold = wanted(Float64Array.from(positions, (at) => worst[at] as number));
    if (threshold !== undefined) resampled.push(threshold);
  }
  resampled.sort((a, b) => a - b);
  const at = Math.min(resampled.length - 1, Math.floor(confidence * resampled.length));
  const provable = mostProvable(allowed);
  const proven = provable === undefined ? -Infinity : (lowestFor(worst, provable, gap) as number);
  const threshold = Math.max(own, proven, resampled[at] as number);
  const seen = countAlarms(worst, threshold, gap);
  const rate = { observed: seen / periods, upper: poissonUpper(seen) / periods };
  const basis = isExtrapolated ? 'extrapolated' : provable === undefined ? 'observed' : 'certified';
  return { status: 'ok', threshold, basis, rate };
}

/**
 * Alarms that a threshold would have raised: runs of exceedances, those less than `gap` checks apart joined. NaN
 * (no score) never exceeds. O(checks).
 */
export function countAlarms(scores: Float64Array, threshold: number, gap = 1): number {
  let count = 0;
  let last = -Infinity;
  for (let i = 0; i < scores.length; i++) {
    if (!((scores[i] as number) > threshold)) continue;
    if (i - last > gap) count += 1;
    last = i;
  }
  return count;
}

function maximumOf(history: readonly Float64Array[]): Float64Array {
  const checks = history[0]?.length ?? 0;
  const worst = new Float64Array(checks).fill(-Infinity);
  for (const series of history) {
    if (series.length !== checks) throw new RangeError(`series of ${checks} and of ${series.length} checks`);
    for (let i = 0; i < checks; i++)
      if ((series[i] as number) > (worst[i] as number)) worst[i] = series[i] as number;
  }
  return worst;
}

/**
 * A low score of the history above which there are at most `allowed` alarms. Among the highest 5 % only: further down runs
 * merge and a threshold that is always passed would count as one alarm.
 */
function lowestFor(scores: Float64Array, allowed: number, gap: number): number | undefined {
  const sorted = sortFinite(scores);
  if (sorted.length === 0) return undefined;
  let low = Math.floor(0.95 * (sorted.length - 1));
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (countAlarms(scores, sorted[middle] as number, gap) <= allowed) high = middle;
    else low = middle + 1;
  }
  return sorted[high];
}

/** The level that declustered peaks pass `rate` times a check, by a generalised Pareto tail; undefined with too few peaks. */
function extrapolate(scores: Float64Array, rate: number, gap: number): number | undefined {
  const sorted = sortFinite(scores);
  const base = sorted[Math.floor(0.98 * (sorted.length - 1))] ?? NaN;
  const excesses = declusteredPeaks(scores, base, gap)
    .map((peak) => peak - base)
    .sort((a, b) => a - b);
  const size = excesses.length;
  if (size < leastClusters) return undefined;

  const share = (rate * scores.length) / size;
  if (share >= 1) return base;
  const level = generalisedParetoQuantile(fitGeneralisedPareto(excesses), share);
  return Math.max(base + level, sorted.at(-1) as number);
}
