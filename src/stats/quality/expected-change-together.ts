import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { fitLogistic, logOdds } from '../logistic-regression.ts';
import { joinPoints, type Points } from '../points.ts';
import { fitRidge, predictRidge } from '../ridge-regression.ts';
import { normalQuantile } from '../special/normal.ts';
import { LEAST_ROWS, MOST_OUTSIDE } from './expected-change.ts';
import { scoreBin, scoreEdges } from './score-bins.ts';

/** One feature of both sides, as the bin of each row; a bin for missing values is a bin like others. */
export interface BinnedFeature {
  bins: number;
  reference: ArrayLike<number>;
  current: ArrayLike<number>;
}

export interface ExpectedChangeTogether {
  status: 'ok';
  /** Of the mean quality, in its unit: what the drift costs (negative) or brings. */
  change: Estimate;
  /** Share of the current rows in strata with too few labelled rows to say anything. */
  outsideShare: number;
  /** Labelled rows that the reweighted reference is worth: n / Σ v²/w over strata of shares w and v. */
  effectiveRows: number;
}

/** Fewer effective rows say nothing with an interval that anybody could use. */
const leastEffectiveRows = 50;
const strata = 10;

/**
 * The change of mean quality to expect from all drifting features together, before labels come, doubly
 * robust (Robins, Rotnitzky & Zhao 1994): an outcome model q̂ of the quality (ridge regression, one column a
 * bin of each feature) is averaged over the current rows, and its residuals on the reference are reweighted
 * by ρ, the ratio of current to reference shares in ten strata of a domain model's log odds (logistic, the
 * same columns; Rosenbaum & Rubin 1983): mean q̂(current) + mean ρ·(q − q̂)(reference) − mean q(reference).
 * It is right when either model is. Normal interval from the influence function, var q̂/m + var(ρ·(q − q̂) −
 * q)/n. Strata with fewer than 20 labelled rows do not count; when more than 5 % of the current rows are in
 * such, or the reference is worth fewer than 50 rows, there is no answer. Concept drift is not seen: it
 * shows when labels come. O(rows · columns²) a step of the fits; take at most some 10 000 rows a side.
 *
 * @param features binned alike on both sides; the model's score, binned, may be one and often carries most
 * @param quality of each reference row: 1 for right and 0 for wrong, or a negative loss; leave out missing ones before
 * @throws {RangeError} when lengths differ
 */
export function expectedChangeTogether(
  features: readonly BinnedFeature[],
  quality: ArrayLike<number>,
  level = 0.95,
): ExpectedChangeTogether | NoEstimate {
  const n = quality.length;
  const m = features[0]?.current.length ?? 0;
  for (const { reference, current } of features) {
    if (reference.length !== n || current.length !== m) {
      throw new RangeError(`${reference.length} and ${current.length} rows, not ${n} and ${m}`);
    }
  }
  if (n === 0 || m === 0) return noEstimate('no-rows');
  const [before, after] = [indicators(features, 'reference', n), indicators(features, 'current', m)];
  const ratios = densityRatios(before, after);
  if (ratios.outsideShare > MOST_OUTSIDE) return noEstimate('outside-support');
  if (ratios.effectiveRows < leastEffectiveRows) return noEstimate('too-few-rows');

  const model = fitRidge(before, quality);
  const predicted = moments(m, (row) => predictRidge(model, after, row));
  const corrected = moments(n, (row) => {
    const value = quality[row] as number;
    return (ratios.ofRow[row] as number) * (value - predictRidge(model, before, row)) - value;
  });
  const change = predicted.mean + corrected.mean;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(predicted.variance / m + corrected.variance / n);
  const { outsideShare, effectiveRows } = ratios;
  return {
    status: 'ok',
    change: estimate(change, [change - half, change + half]),
    outsideShare,
    effectiveRows,
  };
}

/** A column of 0 and 1 for each bin but the first of each feature. */
function indicators(features: readonly BinnedFeature[], side: 'reference' | 'current', rows: number): Points {
  const dimensions = features.reduce((sum, { bins }) => sum + Math.max(0, bins - 1), 0);
  const values = new Float64Array(rows * dimensions);
  let first = 0;
  for (const feature of features) {
    for (let row = 0; row < rows; row++) {
      const bin = feature[side][row] as number;
      if (bin > 0) values[row * dimensions + first + bin - 1] = 1;
    }
    first += Math.max(0, feature.bins - 1);
  }
  return { rows, dimensions, values };
}

/** How much more frequent rows like each reference row are now; 0 in strata with too few of them. */
function densityRatios(
  before: Points,
  after: Points,
): { ofRow: Float64Array; outsideShare: number; effectiveRows: number } {
  const [n, m] = [before.rows, after.rows];
  const pooled = joinPoints(before, after);
  const domain = Uint8Array.from({ length: n + m }, (_, row) => (row < n ? 0 : 1));
  const model = fitLogistic(pooled, domain);
  const scores = Float64Array.from({ length: n + m }, (_, row) => logOdds(model, pooled, row));
  const edges = scoreEdges(scores, strata);
  const stratumOf = Int32Array.from(scores, (score) => scoreBin(edges, score));
  const rows = { before: new Float64Array(edges.length + 1), after: new Float64Array(edges.length + 1) };
  for (const [row, stratum] of stratumOf.entries()) (row < n ? rows.before : rows.after)[stratum]! += 1;

  let [outside, squares] = [0, 0];
  const ratios = rows.before.map((size, stratum) => {
    const now = rows.after[stratum] as number;
    if (size < LEAST_ROWS) {
      outside += now;
      return 0;
    }
    const ratio = now / m / (size / n);
    squares += size * ratio * ratio;
    return ratio;
  });
  return {
    ofRow: Float64Array.from({ length: n }, (_, row) => ratios[stratumOf[row] as number] as number),
    outsideShare: outside / m,
    effectiveRows: squares === 0 ? 0 : (n * n) / squares,
  };
}

function moments(rows: number, valueOf: (row: number) => number): { mean: number; variance: number } {
  let [mean, squares] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = valueOf(row);
    const distance = value - mean;
    mean += distance / (row + 1);
    squares += distance * (value - mean);
  }
  return { mean, variance: rows > 1 ? squares / (rows - 1) : 0 };
}
