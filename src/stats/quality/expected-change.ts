import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { normalQuantile } from '../special/normal.ts';

/** Labelled reference rows by bin of a feature (or of the score): rows, Σ quality, Σ quality². */
export interface QualityByBin {
  rows: ArrayLike<number>;
  sums: ArrayLike<number>;
  squares: ArrayLike<number>;
}

export interface ExpectedChange {
  status: 'ok';
  /** Of the mean quality, in its unit: what the drift costs (negative) or brings. */
  change: Estimate;
  /** The part of each bin, length k: they add up to the change. */
  parts: Float64Array;
  /** Share of the current rows in bins with too few labelled rows to say anything. */
  outsideShare: number;
}

/** Labelled rows that a bin must have to speak for its current rows. */
export const LEAST_ROWS = 20;
/** Share of current rows without such a bin from which on there is no answer. */
export const MOST_OUTSIDE = 0.05;

/**
 * The harm of a drift, before labels come: the change of mean quality if rows of each bin stayed as good as
 * they were, Σ (w′ − w)·q over bins, w′ and w current and reference shares, q the reference's mean quality.
 * It prices data drift only; concept drift shows when labels come. The interval is normal, with the variance
 * of the bins' means and of both sides' counts (delta method). Bins with fewer than 20 labelled rows do not
 * count; when more than 5 % of the current rows are in such bins the answer is `outside-support`. O(k).
 *
 * @param current rows by bin, length k
 * @throws {RangeError} when the lengths differ
 */
export function expectedChange(
  reference: QualityByBin,
  current: ArrayLike<number>,
  level = 0.95,
): ExpectedChange | NoEstimate {
  const { rows, sums, squares } = reference;
  const k = rows.length;
  if (sums.length !== k || squares.length !== k || current.length !== k) {
    throw new RangeError(`${k} bins, but ${sums.length}, ${squares.length}, ${current.length}`);
  }
  let [n, m, known] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    n += rows[i] as number;
    m += current[i] as number;
    if ((rows[i] as number) >= LEAST_ROWS) known += current[i] as number;
  }
  if (n === 0 || m === 0) return noEstimate('no-rows');
  const outsideShare = 1 - known / m;
  if (outsideShare > MOST_OUTSIDE || known === 0) return noEstimate('outside-support');

  let knownRows = 0;
  let mean = 0;
  for (let i = 0; i < k; i++) {
    if ((rows[i] as number) < LEAST_ROWS) continue;
    knownRows += rows[i] as number;
    mean += sums[i] as number;
  }
  mean /= knownRows;

  const parts = new Float64Array(k);
  let change = 0;
  let variance = 0;
  let square = 0;
  let currentMean = 0;
  for (let i = 0; i < k; i++) {
    const size = rows[i] as number;
    if (size < LEAST_ROWS) continue;
    const quality = (sums[i] as number) / size;
    const spread = Math.max(0, ((squares[i] as number) - size * quality * quality) / (size - 1));
    const [w, v] = [size / knownRows, (current[i] as number) / known];
    parts[i] = (v - w) * (quality - mean);
    change += parts[i] as number;
    variance += ((v - w) ** 2 * spread) / size + (w * (quality - mean) ** 2) / knownRows;
    currentMean += v * quality;
    square += v * quality * quality;
  }
  variance += Math.max(0, square - currentMean * currentMean) / known;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { status: 'ok', change: estimate(change, [change - half, change + half]), parts, outsideShare };
}
