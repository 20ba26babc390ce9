import { type NoEstimate } from '../estimate.ts';
import { type ChangePoint, changePoints } from './change-points.ts';
import { median, runningMedians } from './median.ts';

export interface LevelChange extends ChangePoint {
  /** Against the standard deviation of the noise over long stretches, in the scale that was searched. */
  size: number;
}

export interface LevelChanges {
  status: 'ok';
  changes: LevelChange[];
}

export interface LevelChangeOptions {
  /** Whether the values are shares of their counts, 0–1. */
  isShare: boolean;
  /** How many series are searched together. */
  family?: number;
}

const MOST_DEVIATIONS = 3;
const HALF_WINDOW = 7;
/** Median |x − y| of two independent standard normals. */
const MEDIAN_DIFFERENCE = 0.9538725524;

/**
 * Changes of the level of a monitored series, by `changePoints`, fit for slots of few rows. A number is searched with
 * its outliers pulled in to 3 deviations from the median of 15 slots around: one slow request is no level. A share is
 * searched as 2·asin√p (Anscombe 1948), whose noise is known to be at least 1/√n: two failures close together are
 * no level either. An outlier right beside a change can move it by a slot or two. With k series searched together each change must win 2·ln k more. `before` and `after` are means
 * of the values themselves, weighted by their counts. NaN is left out. Cost: that of `changePoints`, O(n) to O(n²).
 *
 * @param values in order of time, evenly spaced
 * @param counts rows behind each value
 * @throws {RangeError} when the lengths differ
 */
export function levelChanges(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
  { isShare, family = 1 }: LevelChangeOptions,
): LevelChanges | NoEstimate {
  if (values.length !== counts.length)
    throw new RangeError(`${values.length} values, but ${counts.length} counts`);
  const searched = isShare ? stabilised(values) : withoutOutliers(values);
  const n = finiteOf(searched).length;
  const result = changePoints(searched, {
    penalty: 3 * Math.log(Math.max(2, n)) + 2 * Math.log(family),
    leastNoise: isShare ? 1 / Math.sqrt(typicalCount(values, counts)) : spread(searched),
  });
  if (result.status === 'unavailable') return result;

  const bounds = [0, ...result.changes.map(({ index }) => index), values.length];
  const means = bounds.slice(1).map((end, i) => weightedMean(values, counts, bounds[i] as number, end));
  const changes = result.changes.map((change, i) => ({
    ...change,
    before: means[i] as number,
    after: means[i + 1] as number,
    size: Math.abs(change.after - change.before) / result.noise,
  }));
  return { status: 'ok', changes };
}

function stabilised(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (share) => 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share)))));
}

/** Around the running median, which follows a step at once. */
function withoutOutliers(values: ArrayLike<number>): Float64Array {
  const known = finiteOf(values);
  const steps = known.subarray(1).map((value, i) => Math.abs(value - (known[i] as number)));
  const most = (MOST_DEVIATIONS * median(steps)) / MEDIAN_DIFFERENCE;
  const centres = runningMedians(known, HALF_WINDOW);
  const rest = new Float64Array(values.length).fill(NaN);
  let i = 0;
  for (let place = 0; place < rest.length; place++) {
    const value = values[place] as number;
    if (!Number.isFinite(value)) continue;
    const centre = centres[i++] as number;
    rest[place] = most > 0 ? Math.min(centre + most, Math.max(centre - most, value)) : value;
  }
  return rest;
}

/** From the mean square of the steps: what outliers leave of themselves counts as noise. */
function spread(values: Float64Array): number {
  const known = finiteOf(values);
  let sum = 0;
  for (let i = 1; i < known.length; i++) sum += ((known[i] as number) - (known[i - 1] as number)) ** 2;
  return Math.sqrt(sum / Math.max(1, known.length - 1) / 2);
}

function finiteOf(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) known[size++] = values[i] as number;
  }
  return known.subarray(0, size);
}

/** Harmonic mean: the variance of a share goes with 1/n. */
function typicalCount(values: ArrayLike<number>, counts: ArrayLike<number>): number {
  let [slots, inverses] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !((counts[i] as number) > 0)) continue;
    slots++;
    inverses += 1 / (counts[i] as number);
  }
  return slots > 0 ? slots / inverses : 1;
}

function weightedMean(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
  from: number,
  to: number,
): number {
  let [total, weight] = [0, 0];
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i])) continue;
    total += (values[i] as number) * (counts[i] as number);
    weight += counts[i] as number;
  }
  return weight > 0 ? total / weight : NaN;
}
