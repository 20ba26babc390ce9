import type { RuleCondition } from '#contract/rule-condition.ts';
import { bandValue } from '../rule/band-value.ts';
import { changeValue } from '../rule/change-value.ts';
import { noData, type RuleValue, seen } from '../rule/rule-value.ts';
import { shiftValue } from '../rule/shift-value.ts';
import { DAY_MS, type RuleHistory, WEEK_MS } from './rule-history.ts';

const HOUR_MS = 3_600_000;

/** Conditions whose value is made of one statistic's series. */
export type SeriesCondition = Extract<RuleCondition, { kind: 'metric' | 'change' | 'band' | 'shift' }>;

/** A statistic in whole windows, the first of which starts at `fromMs`; NaN where it has no value. */
export type StatisticSeries = {
  fromMs: number;
  windowMs: number;
  values: Float64Array;
  sizes: Float64Array;
};

/** How much of the series lies before the first value that is made of it. */
export function leadMs(condition: SeriesCondition): number {
  switch (condition.kind) {
    case 'metric':
      return condition.windowSeconds * 1000;
    case 'change':
      return condition.agoSeconds * 1000;
    case 'band':
      return condition.weeks * WEEK_MS + HOUR_MS;
    case 'shift':
      return (condition.baselineSlots + condition.slots) * condition.windowSeconds * 1000;
  }
}

/**
 * The values that a rule would have had, by the functions that decide live, from the latest whole window before the end of each
 * slot; a metric's window may be made of several shorter ones of the series ({@link isMergeable}). O(slots), a band O(slots · weeks · windows of an hour), a shift O(slots · windows).
 *
 * @param slots of the rule: the first, their width and how many
 */
export function seriesHistory(
  series: StatisticSeries,
  condition: SeriesCondition,
  slots: { firstSlot: number; slotMs: number; count: number },
): RuleHistory {
  const { fromMs, windowMs } = series;
  const values = new Float64Array(slots.count).fill(NaN);
  const sizes = new Float64Array(slots.count);
  let last: { window: number; value: RuleValue } | undefined;
  for (let i = 0; i < slots.count; i++) {
    const endMs = (slots.firstSlot + i + 1) * slots.slotMs;
    const window = Math.floor(endMs / windowMs) - 1 - Math.round(fromMs / windowMs);
    const value = last?.window === window ? last.value : valueAt(series, condition, window);
    last = { window, value };
    if (value.kind !== 'value') continue;
    values[i] = value.value;
    sizes[i] = value.n;
  }
  return { firstSlot: slots.firstSlot, slotMs: slots.slotMs, values, sizes };
}

function valueAt(series: StatisticSeries, condition: SeriesCondition, window: number): RuleValue {
  const { windowMs, fromMs, values } = series;
  switch (condition.kind) {
    case 'metric':
      return mergedAt(series, condition, window);
    case 'change': {
      const ago = Math.round((condition.agoSeconds * 1000) / windowMs);
      return changeValue(statisticAt(series, window), statisticAt(series, window - ago), condition.as);
    }
    case 'band': {
      const hourMs = Math.floor((fromMs + window * windowMs) / HOUR_MS) * HOUR_MS;
      const perHour = Math.round(HOUR_MS / windowMs);
      const history: number[] = [];
      for (let week = 1; week <= condition.weeks; week++) {
        const first = Math.round((hourMs - week * WEEK_MS - fromMs) / windowMs);
        for (let k = Math.max(0, first); k < first + perHour; k++) {
          const value = values[k];
          if (value !== undefined && !Number.isNaN(value)) history.push(value);
        }
      }
      return bandValue(statisticAt(series, window), history, condition.sides);
    }
    case 'shift': {
      const { baselineSlots, slots, slack, sides } = condition;
      const first = window + 1 - baselineSlots - slots;
      if (first < 0) return noData('before the series');
      const part = values.subarray(first, window + 1);
      return shiftValue(part, { baseline: baselineSlots, slack, sides, perDay: DAY_MS / windowMs });
    }
  }
}

/** Whether windows of the statistic can be made of shorter ones: quantiles cannot, and what is missing is of rows, not of values. */
export function isMergeable({ statistic }: SeriesCondition): boolean {
  return ['count', 'rate', 'mean', 'share', 'otherShare'].includes(statistic);
}

/** Of windows that overlap, because the rule's is longer than the series' own. */
function mergedAt(
  series: StatisticSeries,
  { statistic, windowSeconds }: SeriesCondition,
  window: number,
): RuleValue {
  const length = Math.round((windowSeconds * 1000) / series.windowMs);
  if (length === 1) return statisticAt(series, window);
  const isSum = statistic === 'count' || statistic === 'rate';
  let total = 0;
  let size = 0;
  let known = 0;
  for (let k = Math.max(0, window + 1 - length); k <= window; k++) {
    const value = series.values[k] ?? NaN;
    if (Number.isNaN(value)) continue;
    const n = series.sizes[k] ?? 0;
    total += isSum ? value : value * n;
    size += n;
    known += 1;
  }
  if (known === 0 || (!isSum && size === 0)) return noData('no values in the window');
  return seen(isSum ? total : total / size, size);
}

function statisticAt({ values, sizes }: StatisticSeries, window: number): RuleValue {
  const value = values[window] ?? NaN;
  return Number.isNaN(value) ? noData('no values in the window') : seen(value, sizes[window] ?? 0);
}
