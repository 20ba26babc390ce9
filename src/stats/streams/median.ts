/** NaN without values; of an even number the mean of the two in the middle. O(n log n). */
export function median(values: Float64Array): number {
  return middleOf(values.toSorted(), values.length);
}

/**
 * At each place the median of the values up to `halfWindow` places away, fewer at the ends. O(n · halfWindow): the window stays sorted
 * as it moves.
 *
 * @param values finite
 */
export function runningMedians(values: Float64Array, halfWindow: number): Float64Array {
  const medians = new Float64Array(values.length);
  const width = 2 * halfWindow + 1;
  const sorted = new Float64Array(width);
  let size = 0;
  for (let end = 0; end < values.length + halfWindow; end++) {
    if (end >= width) remove(sorted, size--, values[end - width] as number);
    if (end < values.length) insert(sorted, size++, values[end] as number);
    if (end >= halfWindow) medians[end - halfWindow] = middleOf(sorted, size);
  }
  return medians;
}

function insert(sorted: Float64Array, size: number, value: number): void {
  let at = size;
  for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number;
  sorted[at] = value;
}

function remove(sorted: Float64Array, size: number, value: number): void {
  let at = 0;
  while (sorted[at] !== value) at++;
  for (; at + 1 < size; at++) sorted[at] = sorted[at + 1] as number;
}

function middleOf(sorted: Float64Array, size: number): number {
  if (size === 0) return NaN;
  const half = size >> 1;
  const upper = sorted[half] as number;
  return size % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
