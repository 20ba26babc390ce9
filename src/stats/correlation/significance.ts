import { normalQuantile } from '../special/normal.ts';
import { logStudentTTail, studentTTail } from '../special/student-t-tail.ts';

/** p, ln p and interval of a correlation coefficient. */
export interface Significance {
  p: number;
  lnP: number;
  lower: number;
  upper: number;
}

/**
 * Two-sided p of a correlation r from n independent pairs, by t = r·√((n − 2)/(1 − r²)), and Fisher's z
 * interval tanh(artanh r ± z/√(n − 3)). O(1).
 *
 * @param n > 2, not necessarily whole (an effective number); the interval is [−1, 1] up to 3
 */
export function significanceOf(r: number, n: number, level = 0.95): Significance {
  const degrees = n - 2;
  const t =
    Math.abs(r) >= 1 ? Number.POSITIVE_INFINITY : Math.abs(r) * Math.sqrt(degrees / ((1 - r) * (1 + r)));
  const isEndless = t === Number.POSITIVE_INFINITY;
  const p = isEndless ? 0 : Math.min(1, 2 * studentTTail(t, degrees));
  const lnP = isEndless ? Number.NEGATIVE_INFINITY : Math.min(0, Math.LN2 + logStudentTTail(t, degrees));
  if (n <= 3) return { p, lnP, lower: -1, upper: 1 };
  const half = normalQuantile((1 + level) / 2) / Math.sqrt(n - 3);
  const z = Math.atanh(Math.max(-1, Math.min(1, r)));
  return { p, lnP, lower: Math.tanh(z - half), upper: Math.tanh(z + half) };
}
