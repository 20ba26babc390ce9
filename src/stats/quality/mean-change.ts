import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { normalTail } from '../special/normal.ts';

/** What is known of a sample: how many values, their sum, and the sum of their squares. */
export interface SampleSums {
  n: number;
  sum: number;
  squares: number;
}

const Z95 = 1.959963984540054;

/**
 * The change current − reference of a mean, with its 95 % interval and the two-sided p that there is none. Shares (values 0
 * and 1) by Agresti & Caffo (2000, The American Statistician 54): a success and a failure are added to each sample, which
 * keeps the interval honest near 0 and 1. Others by the normal law with the variance of each sample (Welch), so only for
 * some 30 values or more. No estimate with fewer than 2 values on a side. Of two samples of one same value each, p is 1
 * where these are equal, else 0. O(1).
 *
 * @param isShare whether every value is 0 or 1
 */
export function meanChange(
  reference: SampleSums,
  current: SampleSums,
  { isShare }: { isShare: boolean },
): (Estimate & { p: number }) | NoEstimate {
  if (reference.n < 2 || current.n < 2) return noEstimate('too-few-rows');
  const value = current.sum / current.n - reference.sum / reference.n;
  const before = momentsOf(reference, isShare);
  const now = momentsOf(current, isShare);
  const error = Math.sqrt(before.variance + now.variance);
  const centre = now.mean - before.mean;
  const noiseless = centre === 0 ? 1 : 0;
  return {
    status: 'ok',
    value,
    lower: Math.min(value, centre - Z95 * error),
    upper: Math.max(value, centre + Z95 * error),
    p: error === 0 ? noiseless : Math.min(1, 2 * normalTail(Math.abs(centre) / error)),
  };
}

/** The mean, and the variance of the mean. */
function momentsOf({ n, sum, squares }: SampleSums, isShare: boolean): { mean: number; variance: number } {
  if (isShare) {
    const mean = (sum + 1) / (n + 2);
    return { mean, variance: (mean * (1 - mean)) / (n + 2) };
  }
  const mean = sum / n;
  return { mean, variance: Math.max(0, squares - n * mean * mean) / (n - 1) / n };
}
