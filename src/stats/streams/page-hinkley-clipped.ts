import { createDetector, type Detector, type Signal } from './detector.ts';

export interface ClippedPageHinkleyState extends Signal {
  n: number;
  mean: number;
  sum: number;
}

export interface ClippedPageHinkleyOptions {
  minInstances?: number;
  delta?: number;
  threshold?: number;
  alpha?: number;
}

/**
 * The one-sided Page-Hinkley of older river versions: S = max(0, αS + (x − x̄ − δ)), drift when S ≥ λ. Sees
 * increases only, and counts from one, so that it judges from value `minInstances` − 1 on. For compatibility:
 * take `pageHinkley`. Unit of delta and threshold: that of the values. O(1) a value.
 */
export function pageHinkleyClipped({
  minInstances = 30,
  delta = 0.005,
  threshold = 50,
  alpha = 0.9999,
}: ClippedPageHinkleyOptions = {}): Detector<ClippedPageHinkleyState> {
  return createDetector<ClippedPageHinkleyState>(
    () => ({ warning: false, drift: false, n: 0, mean: 0, sum: 0 }),
    (state, x) => {
      const n = state.n + 1;
      const mean = state.mean + (x - state.mean) / n;
      const sum = Math.max(0, alpha * state.sum + (x - mean - delta));
      return { warning: false, drift: n + 1 >= minInstances && sum >= threshold, n, mean, sum };
    },
  );
}
