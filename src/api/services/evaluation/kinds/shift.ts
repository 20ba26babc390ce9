import { metricValue } from '#control/rule/metric-value.ts';
import { shiftValue } from '#control/rule/shift-value.ts';
import type { Evaluation, Observed } from '../observation.ts';
import { selectionOf } from '../selection.ts';
import { nothing } from './band.ts';
import { ofEachMetric } from './metric.ts';

const DAY_MS = 86_400_000;

/** The latest whole windows, of which the first ones are the baseline. */
export function observeShift(evaluation: Evaluation<'shift'>): Promise<Observed[]> {
  const { reads, readToMs, condition } = evaluation;
  const { metrics, statistic, category, windowSeconds, baselineSlots, slots, slack, sides } = condition;
  const stepMs = windowSeconds * 1000;
  const toMs = Math.floor(readToMs / stepMs) * stepMs;
  const length = baselineSlots + slots;
  const fromMs = toMs - length * stepMs;
  const selection = { ...selectionOf(evaluation, { fromMs, toMs }), stepMs };
  return ofEachMetric(metrics, async (metric) => {
    const samples = await reads.slots(selection, metric);
    const values = Float64Array.from({ length }, (_, index) => {
      const sample = samples.get(fromMs + index * stepMs) ?? nothing;
      const value = metricValue(statistic, sample, { windowSeconds, category });
      return value.kind === 'value' ? value.value : Number.NaN;
    });
    return shiftValue(values, { baseline: baselineSlots, slack, sides, perDay: DAY_MS / stepMs });
  });
}
