/**
 * The rest of a series after its straight line, by least squares over the place. Missing values (NaN, ±∞) are left
 * out of the line and are NaN in the rest; fewer than two values have no line and come back centred. O(n).
 *
 * @param values in order of time, evenly spaced
 */
export function detrended(values: ArrayLike<number>): Float64Array {
  let n = 0;
  let [meanPlace, meanValue] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    n++;
    meanPlace += (i - meanPlace) / n;
    meanValue += ((values[i] as number) - meanValue) / n;
  }
  let [covariance, variance] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    covariance += (i - meanPlace) * ((values[i] as number) - meanValue);
    variance += (i - meanPlace) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  return Float64Array.from(values, (value, i) =>
    Number.isFinite(value) ? value - meanValue - slope * (i - meanPlace) : NaN,
  );
}
