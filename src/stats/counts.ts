/** Sum of the counts. */
export function totalOf(counts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] as number;
  return total;
}

/** @throws {RangeError} when two binned samples differ in the number of bins */
export function requireSameBins(reference: Float64Array, current: Float64Array): void {
  if (reference.length !== current.length) {
    throw new RangeError(`${reference.length} reference bins, ${current.length} current bins`);
  }
}
