import type { RuleDefinition } from '#contract/rule.ts';
import type { Severity } from '#contract/alert-words.ts';
import { exposedLabels, exposedSeries } from './exposed-series.ts';
import { selectorText } from './prom-text.ts';

const BY = `by (${exposedLabels.join(', ')})`;

/**
 * When an alert of one level holds, in PromQL. Hysteresis and sight are told by Prometheus's own series of alerts: what fires
 * goes on in the band up to the recovery threshold, and while nothing is seen.
 */
export function levelExpression(
  pipeline: string,
  rule: Pick<RuleDefinition, 'name' | 'condition' | 'direction' | 'levels'>,
  severity: Severity,
): string {
  const level = rule.levels[severity];
  if (!level) throw new RangeError(`the rule ${rule.name} has no level ${severity}`);
  const isAbove = rule.direction === 'above';
  const which = selectorText({ pipeline, alert: rule.name });
  const value = `${isAbove ? 'max' : 'min'} ${BY} (${exposedSeries.value}${which})`; // two servers tell the same
  const reaches = (limit: number) => `${value} ${isAbove ? '>=' : '<='} ${limit}`;
  const firing = `ALERTS${selectorText({
    alertname: rule.name,
    alertstate: 'firing',
    pipeline,
    severity,
    source: 'anchorwatch',
  })}`;
  const isTested = hasEvidence(rule);
  const recover = level.recover ?? level.threshold;
  const hasBand = recover !== level.threshold || isTested;
  return [
    isTested
      ? `${reaches(level.threshold)}\n  and on (alert_id) (max ${BY} (${exposedSeries.evidence}${which}) == 1)`
      : reaches(level.threshold),
    ...(hasBand ? [`(${reaches(recover)}\n  and on (alert_id) ${firing})`] : []),
    `(max ${BY} (${firing})\n  unless on (alert_id) ${exposedSeries.value}${which})`,
  ].join('\nor ');
}

/** Whether an effect of the rule may be chance: then it raises nothing. */
export function hasEvidence({ condition }: Pick<RuleDefinition, 'condition'>): boolean {
  return condition.kind === 'drift' || condition.kind === 'newCategory';
}
