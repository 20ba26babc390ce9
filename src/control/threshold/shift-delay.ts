import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import { replay, type ReplayedRule } from './replay.ts';
import { DAY_MS, type RuleHistory } from './rule-history.ts';

const STARTS = 20;

export type ShiftDelay = {
  /** In robust standard deviations of the values (1.4826 · MAD). */
  shift: number;
  /** From its start to the alarm; null where fewer than half were found within `withinMs`. */
  medianMs: number | null;
  found: number;
  tried: number;
  withinMs: number;
};

/**
 * How long a lasting shift would take to be noticed: the values from 20 starts, evenly over the history, moved towards the
 * trouble by so many robust standard deviations, until the rule fires. A day is waited, or 100 slots where that is longer.
 * O(shifts · starts · slots of a day).
 */
export function shiftDelays(
  history: RuleHistory,
  rule: ReplayedRule,
  shifts: readonly number[],
): ShiftDelay[] {
  const { values, slotMs } = history;
  const deviation = robustDeviation(values);
  const length = Math.min(values.length, Math.max(100, Math.round(DAY_MS / slotMs)));
  const starts = Array.from({ length: STARTS }, (_, i) =>
    Math.floor((i * (values.length - length)) / STARTS),
  );
  const tried = [...new Set(starts)];
  const towards = rule.direction === 'above' ? 1 : -1;
  return shifts.map((shift) => {
    const delays = tried.map((start) => {
      const part = (from: Float64Array) => from.subarray(start, start + length);
      const { episodes } = replay(
        {
          firstSlot: 0,
          slotMs,
          values: part(values).map((value) => value + towards * shift * deviation),
          sizes: part(history.sizes),
        },
        rule,
      );
      return episodes[0]?.fromMs ?? Infinity;
    });
    const sorted = Float64Array.from(delays).sort();
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
    return {
      shift,
      medianMs: Number.isFinite(median) ? median : null,
      found: delays.filter(Number.isFinite).length,
      tried: tried.length,
      withinMs: length * slotMs,
    };
  });
}

/** 1.4826 · the median distance from the median, which is σ for a normal law; NaN without values. */
function robustDeviation(values: Float64Array): number {
  const median = quantileOfSorted(sortFinite(values), 0.5);
  return 1.4826 * quantileOfSorted(sortFinite(values.map((value) => Math.abs(value - median))), 0.5);
}
