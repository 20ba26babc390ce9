import { bandValue } from '#control/rule/band-value.ts';
import { metricValue, type MetricSample } from '#control/rule/metric-value.ts';
import type { Evaluation, Observed } from '../observation.ts';
import { selectionOf } from '../selection.ts';
import { ofEachMetric } from './metric.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

/** The latest whole window, against the windows of the same hour of the week in earlier weeks. */
export function observeBand(evaluation: Evaluation<'band'>): Promise<Observed[]> {
  const { reads, readToMs, condition } = evaluation;
  const { metrics, statistic, category, windowSeconds, weeks, sides } = condition;
  const stepMs = windowSeconds * 1000;
  const fromMs = Math.floor(readToMs / stepMs) * stepMs - stepMs;
  const hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
  const valueOf = (sample: MetricSample) => metricValue(statistic, sample, { windowSeconds, category });
  const slotsFrom = (startMs: number, lengthMs: number, metric: string) =>
    reads.slots(
      { ...selectionOf(evaluation, { fromMs: startMs, toMs: startMs + lengthMs }), stepMs },
      metric,
    );
  return ofEachMetric(metrics, async (metric) => {
    const earlier = Array.from({ length: weeks }, (_, week) =>
      slotsFrom(hourMs - (week + 1) * WEEK_MS, HOUR_MS, metric),
    );
    const [now, ...before] = await Promise.all([slotsFrom(fromMs, stepMs, metric), ...earlier]);
    const history = before.flatMap((slots) =>
      [...slots.values()].flatMap((sample) => {
        const value = valueOf(sample);
        return value.kind === 'value' ? [value.value] : [];
      }),
    );
    const sample = now?.get(fromMs);
    return bandValue(sample ? valueOf(sample) : valueOf(nothing), history, sides);
  });
}

export const nothing: MetricSample = {
  rows: 0,
  count: 0,
  sum: 0,
  quantile: () => Number.NaN,
  countOf: () => 0,
  countUpTo: () => 0,
};
