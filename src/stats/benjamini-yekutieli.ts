import { stepUp } from './benjamini-hochberg.ts';

/**
 * p-values adjusted by Benjamini & Yekutieli (2001): Benjamini-Hochberg times 1 + ½ + … + 1/n, which holds under any
 * dependence of the tests. NaN (a test that could not run) leaves the family and stays NaN. O(n log n).
 */
export function benjaminiYekutieli(pValues: ArrayLike<number>): Float64Array {
  return stepUp(pValues, harmonicNumber);
}

function harmonicNumber(n: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / i;
  return sum;
}
