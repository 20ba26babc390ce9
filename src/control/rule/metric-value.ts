import type { RuleStatistic } from '#contract/rule-condition.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

/** The values of one metric in one window. */
export interface MetricSample {
  /** Prediction rows of the stage. */
  rows: number;
  /** Values of the metric. */
  count: number;
  sum: number;
  /** NaN without values. */
  quantile: (share: number) => number;
  countOf: (category: string) => number;
  /** How many are at most so large; of numbers read as a whole window. */
  countUpTo: (limit: number) => number;
}

/** One statistic of a metric's values. Without values a count is 0 and a rate 0; everything else has no value then. O(1) or one quantile. */
export function metricValue(
  statistic: RuleStatistic,
  { rows, count, sum, quantile, countOf }: MetricSample,
  { windowSeconds, category = '' }: { windowSeconds: number; category?: string | undefined },
): RuleValue {
  switch (statistic) {
    case 'count':
      return seen(count, count);
    case 'rate':
      return seen(count / windowSeconds, count);
    case 'missingShare':
      return rows === 0 ? noData('no rows in the window') : seen(Math.max(0, 1 - count / rows), rows);
    case 'mean':
    case 'p05':
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
    case 'share':
    case 'otherShare':
      if (count === 0) return noData('no values in the window');
      break;
  }
  switch (statistic) {
    case 'mean':
      return seen(sum / count, count);
    case 'share':
      return seen(countOf(category) / count, count);
    case 'otherShare':
      return seen(1 - countOf(category) / count, count);
    case 'p05':
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return seen(quantile(Number(statistic.slice(1)) / 100), count);
  }
}
