import { below, mulberry32 } from '../random.ts';
import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { wilson } from '../wilson.ts';
import { areProbabilities } from './log-loss.ts';

/** A bin (from, to] of the reliability diagram; the first holds 0 too. */
export interface CalibrationBin {
  from: number;
  to: number;
  n: number;
  meanScore: number;
  positiveShare: number;
  /** Wilson's interval of the share. */
  lower: number;
  upper: number;
}

export interface Calibration {
  status: 'ok';
  /** Bins that hold rows, by rising score. */
  bins: CalibrationBin[];
  /** Expected calibration error with its bootstrap interval. */
  ece: Estimate;
  /** What the calibration error would be on average for as many rows if every score were right. */
  eceOfPerfect: number;
}

export interface CalibrationOptions {
  /** Equal bins of [0, 1]. */
  bins?: number;
  resamples?: number;
  seed?: number;
  level?: number;
}

/**
 * Reliability diagram and expected calibration error Σ nᵦ/n·|mean score − share of positives| over equal bins
 * (a, b]. Naeini, Cooper & Hauskrecht (2015), AAAI. It is never 0, even for right scores: read it beside
 * `eceOfPerfect`, which is √(2/π)·Σ √(Σ s(1 − s)) / n. The interval is the basic bootstrap one (2·ECE −
 * quantiles), which mends part of that bias. O(n·resamples).
 *
 * @param scores probabilities of label 1
 * @param labels 0 or 1; leave out rows with a missing value before (`labelledRows`)
 */
export function calibration(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { bins: count = 10, resamples = 200, seed = 1, level = 0.95 }: CalibrationOptions = {},
): Calibration | NoEstimate {
  const n = scores.length;
  if (n === 0) return noEstimate('no-rows');
  if (!areProbabilities(scores)) return noEstimate('not-probabilities');

  const binOf = Uint32Array.from({ length: n }, (_, i) => {
    let bin = Math.max(0, Math.ceil((scores[i] as number) * count) - 1);
    if ((scores[i] as number) > (bin + 1) / count) bin++;
    return bin;
  });
  const rows = new Float64Array(count);
  const scoreSums = new Float64Array(count);
  const positives = new Float64Array(count);
  const variances = new Float64Array(count);
  for (let i = 0; i < n; i++) {
    const bin = binOf[i] as number;
    const score = scores[i] as number;
    rows[bin] = (rows[bin] as number) + 1;
    scoreSums[bin] = (scoreSums[bin] as number) + score;
    positives[bin] = (positives[bin] as number) + (labels[i] as number);
    variances[bin] = (variances[bin] as number) + score * (1 - score);
  }
  const gaps = scoreSums.map((sum, bin) => sum - (positives[bin] as number));
  const ece = errorOf(gaps, n);

  const draw = mulberry32(seed);
  const resampled = Float64Array.from({ length: resamples }, () => {
    gaps.fill(0);
    for (let i = 0; i < n; i++) {
      const row = below(draw, n);
      const bin = binOf[row] as number;
      gaps[bin] = (gaps[bin] as number) + (scores[row] as number) - (labels[row] as number);
    }
    return errorOf(gaps, n);
  }).sort();
  const quantile = (p: number) => resampled[Math.round(p * (resamples - 1))] ?? Number.NaN;

  return {
    status: 'ok',
    bins: Array.from(rows, (size, bin) => binFrom(bin, count, size, scoreSums, positives, level)).filter(
      (bin) => bin.n > 0,
    ),
    ece: estimate(ece, [
      Math.max(0, 2 * ece - quantile((1 + level) / 2)),
      Math.max(0, 2 * ece - quantile((1 - level) / 2)),
    ]),
    eceOfPerfect: (Math.sqrt(2 / Math.PI) * variances.reduce((sum, v) => sum + Math.sqrt(v), 0)) / n,
  };
}

function errorOf(gaps: Float64Array, n: number): number {
  let sum = 0;
  for (const gap of gaps) sum += Math.abs(gap);
  return sum / n;
}

function binFrom(
  bin: number,
  count: number,
  n: number,
  scoreSums: Float64Array,
  positives: Float64Array,
  level: number,
): CalibrationBin {
  const hits = positives[bin] as number;
  const [lower, upper] = wilson(hits, n, level);
  return {
    from: bin / count,
    to: (bin + 1) / count,
    n,
    meanScore: (scoreSums[bin] as number) / n,
    positiveShare: hits / n,
    lower,
    upper,
  };
}
