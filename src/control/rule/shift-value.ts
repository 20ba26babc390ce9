import { cusum } from '#stats/streams/cusum.ts';
import type { Sides } from './band-value.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

/** Mean and spread of fewer windows are too uncertain: the sums would grow by themselves. */
const LEAST_BASELINE = 20;
/** Days that the baseline must cover before the time of day is taken out. */
const LEAST_DAYS = 2;

export type ShiftOptions = {
  /** How many of the first values are the baseline. */
  baseline: number;
  /** k, in standard deviations: half the shift to be found. */
  slack: number;
  sides: Sides;
  /** Values in a day. */
  perDay: number;
};

/**
 * How high the CUSUM (Page 1954) of the residuals stands at the last value, in standard deviations of the baseline.
 * The residual is what is left of a value after the baseline's mean, or, where the baseline covers two days, after the
 * baseline's mean at that time of day. Missing values (NaN) are passed over. The level 8 is passed by chance once in
 * 10,000 independent values. O(n).
 *
 * @param values one a window, evenly spaced, in order of time
 */
export function shiftValue(
  values: Float64Array,
  { baseline, slack, sides, perDay }: ShiftOptions,
): RuleValue {
  const residuals = residualsOf(values, baseline, perDay);
  const known = residuals.subarray(0, baseline).filter(Number.isFinite);
  const now = residuals.subarray(baseline).filter(Number.isFinite);
  if (known.length < LEAST_BASELINE) {
    return noData(`only ${known.length} windows of the baseline have a value, ${LEAST_BASELINE} are needed`);
  }
  if (now.length === 0) return noData('no window after the baseline has a value');
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const sd = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1));
  if (sd === 0) return noData('the baseline has no spread');

  const detector = cusum({ reference: { mean, sd }, slack, threshold: Number.POSITIVE_INFINITY });
  let state = detector.start();
  for (const value of now) state = detector.next(state, value);
  const height = { both: Math.max(state.high, state.low), upper: state.high, lower: state.low }[sides];
  return seen(height / sd, now.length);
}

function residualsOf(values: Float64Array, baseline: number, perDay: number): Float64Array {
  if (!Number.isInteger(perDay) || baseline < LEAST_DAYS * perDay) return values;
  const sums = new Float64Array(perDay);
  const counts = new Float64Array(perDay);
  for (let i = 0; i < baseline; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    sums[i % perDay]! += value;
    counts[i % perDay]! += 1;
  }
  return values.map((value, i) => value - (sums[i % perDay] as number) / (counts[i % perDay] as number));
}
