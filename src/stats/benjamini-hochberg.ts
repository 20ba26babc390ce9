/**
 * p-values adjusted by Benjamini & Hochberg (1995): rejecting those ≤ α keeps the expected share of false
 * rejections at α when the tests are independent or positively dependent. NaN (a test that could not run) leaves
 * the family and stays NaN. O(n log n).
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  return stepUp(pValues, () => 1);
}

/**
 * Step-up adjustment: the least of p₍ᵢ₎·n·factor(n)/i over all ranks i from that of the value on, at most 1. NaN
 * stays NaN and is not counted. O(n log n).
 */
export function stepUp(pValues: ArrayLike<number>, factorOf: (size: number) => number): Float64Array {
  const sorted = new Float64Array(pValues).sort(); // NaN last
  let size = sorted.length;
  while (size > 0 && Number.isNaN(sorted[size - 1])) size -= 1;

  const factor = factorOf(size);
  const steps = new Float64Array(size);
  let least = 1;
  for (let i = size - 1; i >= 0; i--) {
    least = Math.min(least, ((sorted[i] as number) * factor * size) / (i + 1));
    steps[i] = least;
  }
  const adjusted = new Float64Array(pValues.length);
  for (let i = 0; i < adjusted.length; i++) {
    const p = pValues[i] as number;
    adjusted[i] = Number.isNaN(p) ? NaN : (steps[firstAt(sorted, size, p)] as number);
  }
  return adjusted;
}

/** Position of the first element that is not below p. */
function firstAt(sorted: Float64Array, size: number, p: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < p) low = middle + 1;
    else high = middle;
  }
  return low;
}
