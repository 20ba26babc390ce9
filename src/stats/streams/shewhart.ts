import type { Reference } from './cusum.ts';
import { createDetector, type Detector, type Direction, exceeds, type Signal } from './detector.ts';
import { addToMoments, noMoments, sampleSd, type Moments } from './running-moments.ts';

export interface ShewhartState extends Signal {
  /** Of the first values, where no reference is given. */
  warmUp: Moments;
  reference: Reference | null;
}

export interface ShewhartOptions {
  reference?: Reference | null;
  /** Half the width of the chart, in standard deviations. */
  k?: number;
  minInstances?: number;
  direction?: Direction;
}

/**
 * Shewhart's chart of individual values: drift when |x − μ| > kσ. Shewhart (1939). Without a reference it
 * equals river's Shewhart: μ and σ (n − 1) of the first `minInstances` values, the last of which is judged
 * already.
 *
 * Sees single far values, not small shifts: measured with k = 4, 1.7 false alarms in 10,000 normal values, 3
 * % of shifts by 0.5 sd found within 1000. It has no warning level. O(1) a value.
 */
export function shewhart({
  reference = null,
  k = 4,
  minInstances = 30,
  direction = 'both',
}: ShewhartOptions = {}): Detector<ShewhartState> {
  return createDetector<ShewhartState>(
    () => ({ warning: false, drift: false, warmUp: noMoments, reference }),
    (state, x) => {
      let { reference, warmUp } = state;
      if (reference === null) {
        warmUp = addToMoments(warmUp, x);
        if (warmUp.n < minInstances) return { ...state, warmUp };
        reference = { mean: warmUp.mean, sd: sampleSd(warmUp) };
      }
      const deviation = x - reference.mean;
      return {
        warning: false,
        drift: exceeds(direction, deviation, -deviation, k * reference.sd),
        warmUp,
        reference,
      };
    },
  );
}
