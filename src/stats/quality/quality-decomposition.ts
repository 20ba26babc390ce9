import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { below, type Draw, mulberry32 } from '../random.ts';
import { labelledRows } from './labelled-rows.ts';
import { scoreBin, scoreEdges } from './score-bins.ts';

export interface QualityDecomposition {
  status: 'ok';
  /**
   * Mean quality of both sides, and current − reference = dataDrift + conceptDrift, with bootstrap intervals.
   */
  reference: Estimate;
  current: Estimate;
  change: Estimate;
  /** The part that the scores' changed distribution explains. */
  dataDrift: Estimate;
  /** The part that comes from another quality at equal scores. */
  conceptDrift: Estimate;
  /** Share of the current rows with scores outside the range of the reference's. */
  outsideShare: number;
  n: number;
  m: number;
}

export interface DecompositionOptions {
  bins?: number;
  /**
   * `symmetric`: each part is measured half-way between both sides. `reference`: data drift is the
   * reference's quality by bin reweighted to the current scores, as one would have foretold it.
   */
  form?: 'symmetric' | 'reference';
  resamples?: number;
  seed?: number;
  level?: number;
}

/**
 * A change of mean quality cut in two by reweighting over bins of the score: with w shares and q mean
 * qualities of the bins, data drift Σ (w′ − w)·(q + q′)/2 and concept drift Σ (w + w′)/2·(q′ − q) (symmetric
 * form), or Σ (w′ − w)·q and Σ w′·(q′ − q). They add up exactly. A bin without current rows has no concept
 * drift to show. Scores that only move inside a bin count as concept drift: hence many bins. Percentile
 * intervals over resampled rows of both sides. O((n + m)·resamples).
 *
 * @param referenceQuality of each reference row: 1 for right and 0 for wrong, or a loss, in any unit;
 *   likewise `currentQuality`. Rows with a missing score or quality are left out
 * @throws {RangeError} when the lengths of a side differ
 */
export function qualityDecomposition(
  referenceScores: ArrayLike<number>,
  referenceQuality: ArrayLike<number>,
  currentScores: ArrayLike<number>,
  currentQuality: ArrayLike<number>,
  { bins = 20, form = 'symmetric', resamples = 200, seed = 1, level = 0.95 }: DecompositionOptions = {},
): QualityDecomposition | NoEstimate {
  const reference = labelledRows(referenceScores, referenceQuality);
  const current = labelledRows(currentScores, currentQuality);
  if (reference.scores.length === 0 || current.scores.length === 0) return noEstimate('no-rows');

  const edges = scoreEdges(reference.scores, bins);
  const before = binned(edges, reference.scores, reference.labels);
  const after = binned(edges, current.scores, current.labels);
  const whole = parts(tally(before, null), tally(after, null), form);

  const draw = mulberry32(seed);
  const runs = Array.from({ length: resamples }, () => parts(tally(before, draw), tally(after, draw), form));
  const withInterval = (name: keyof Parts) => {
    const sorted = Float64Array.from(runs, (run) => run[name]).sort();
    const at = (p: number) => sorted[Math.round(p * (resamples - 1))] ?? Number.NaN;
    return estimate(whole[name], [at((1 - level) / 2), at((1 + level) / 2)]);
  };
  return {
    status: 'ok',
    reference: withInterval('reference'),
    current: withInterval('current'),
    change: withInterval('change'),
    dataDrift: withInterval('dataDrift'),
    conceptDrift: withInterval('conceptDrift'),
    outsideShare: outsideShare(reference.scores, current.scores),
    n: reference.scores.length,
    m: current.scores.length,
  };
}

interface BinnedRows {
  bin: Uint32Array;
  quality: Float64Array;
  bins: number;
}

function binned(edges: Float64Array, scores: Float64Array, quality: Float64Array): BinnedRows {
  return {
    bin: Uint32Array.from(scores, (score) => scoreBin(edges, score)),
    quality,
    bins: edges.length + 1,
  };
}

/** Rows and sum of quality by bin: of all rows, or of as many drawn ones. */
function tally({ bin, quality, bins }: BinnedRows, draw: Draw | null) {
  const rows = new Float64Array(bins);
  const sums = new Float64Array(bins);
  for (let i = 0; i < bin.length; i++) {
    const row = draw === null ? i : below(draw, bin.length);
    const at = bin[row] as number;
    rows[at] = (rows[at] as number) + 1;
    sums[at] = (sums[at] as number) + (quality[row] as number);
  }
  return { rows, sums, n: bin.length };
}

type Tally = ReturnType<typeof tally>;
type Parts = Record<'reference' | 'current' | 'change' | 'dataDrift' | 'conceptDrift', number>;

function parts(before: Tally, after: Tally, form: 'symmetric' | 'reference'): Parts {
  const [reference, current] = [meanOf(before), meanOf(after)];
  let conceptDrift = 0;
  for (let bin = 0; bin < before.rows.length; bin++) {
    const [n, m] = [before.rows[bin] as number, after.rows[bin] as number];
    if (n === 0 || m === 0) continue;
    const difference = (after.sums[bin] as number) / m - (before.sums[bin] as number) / n;
    const weight = form === 'symmetric' ? (n / before.n + m / after.n) / 2 : m / after.n;
    conceptDrift += weight * difference;
  }
  const change = current - reference;
  return { reference, current, change, dataDrift: change - conceptDrift, conceptDrift };
}

function meanOf({ sums, n }: Tally): number {
  return sums.reduce((total, sum) => total + sum, 0) / n;
}

function outsideShare(reference: Float64Array, current: Float64Array): number {
  const least = reference.reduce((a, b) => Math.min(a, b));
  const most = reference.reduce((a, b) => Math.max(a, b));
  return current.filter((score) => score < least || score > most).length / current.length;
}
