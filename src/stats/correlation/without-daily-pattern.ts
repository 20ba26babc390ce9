import { type NoEstimate, noEstimate } from '../estimate.ts';

/**
 * The rest of a series after the mean of its time of day, each day counting alike. Needs two whole days: with fewer
 * the pattern would be the series itself. Missing values (NaN, ±∞) are left out of the means and are NaN in the rest.
 * O(n).
 *
 * @param values in order of time, evenly spaced
 * @param perDay values in a day
 */
export function withoutDailyPattern(
  values: ArrayLike<number>,
  perDay: number,
): { status: 'ok'; values: Float64Array } | NoEstimate {
  if (!Number.isInteger(perDay) || perDay < 1) throw new RangeError(`${perDay} values in a day`);
  if (values.length < 2 * perDay) return noEstimate('too-few-rows');
  const sums = new Float64Array(perDay);
  const counts = new Float64Array(perDay);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const time = i % perDay;
    sums[time] = (sums[time] as number) + (values[i] as number);
    counts[time] = (counts[time] as number) + 1;
  }
  const rest = Float64Array.from(values, (value, i) => {
    const time = i % perDay;
    return Number.isFinite(value) ? value - (sums[time] as number) / (counts[time] as number) : NaN;
  });
  return { status: 'ok', values: rest };
}
