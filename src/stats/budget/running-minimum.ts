/**
 * The least of the last `width` values that are known; NaN until so many are, and where the value itself is missing. A limit that `width`
 * values in a row must reach is reached exactly where their running minimum reaches it. O(n) amortised.
 *
 * @throws {RangeError} when width < 1
 */
export function runningMinimum(values: Float64Array, width: number): Float64Array {
  if (width < 1) throw new RangeError(`a width of ${width}`);
  const minima = new Float64Array(values.length).fill(NaN);
  const waiting: { value: number; rank: number }[] = []; // ascending; the first is the least of the window
  let first = 0;
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    while (waiting.length > first && (waiting.at(-1) as { value: number }).value >= value) waiting.pop();
    waiting.push({ value, rank: known });
    known += 1;
    while ((waiting[first] as { rank: number }).rank <= known - 1 - width) first += 1;
    if (known >= width) minima[i] = (waiting[first] as { value: number }).value;
  }
  return minima;
}
