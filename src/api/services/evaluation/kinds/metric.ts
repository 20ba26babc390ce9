import { changeValue } from '#control/rule/change-value.ts';
import { metricValue } from '#control/rule/metric-value.ts';
import type { RuleValue } from '#control/rule/rule-value.ts';
import type { ConditionOf, Evaluation, Observed, RuleSlot } from '../observation.ts';
import { selectionOf, windowBefore } from '../selection.ts';

export function observeMetric(evaluation: Evaluation<'metric'>): Promise<Observed[]> {
  return ofEachMetric(evaluation.condition.metrics, (metric) =>
    valueOf(evaluation, evaluation.condition, metric),
  );
}

export function observeChange(evaluation: Evaluation<'change'>): Promise<Observed[]> {
  const { condition } = evaluation;
  const { metrics, agoSeconds, as } = condition;
  return ofEachMetric(metrics, async (metric) => {
    const [now, then] = await Promise.all([
      valueOf(evaluation, condition, metric),
      valueOf(evaluation, condition, metric, agoSeconds),
    ]);
    return changeValue(now, then, as);
  });
}

export function ofEachMetric(
  metrics: readonly string[],
  valueOfMetric: (metric: string) => Promise<RuleValue>,
): Promise<Observed[]> {
  return Promise.all(
    metrics.map(async (metric) => ({ labels: { metric }, value: await valueOfMetric(metric) })),
  );
}

async function valueOf(
  slot: RuleSlot,
  source: Pick<ConditionOf<'metric'>, 'statistic' | 'category' | 'windowSeconds'>,
  metric: string,
  agoSeconds = 0,
): Promise<RuleValue> {
  const { statistic, category, windowSeconds } = source;
  const selection = selectionOf(slot, windowBefore(slot, windowSeconds, agoSeconds));
  const sample = await slot.reads.sample(selection, metric);
  return metricValue(statistic, sample, { windowSeconds, category });
}
