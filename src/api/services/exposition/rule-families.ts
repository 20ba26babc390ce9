import type { EvaluatedReading, EvaluatedSlot } from '#contract/evaluation.ts';
import type { Rule } from '#contract/rule.ts';
import { exposedSeries, type ExposedLabels } from '#control/rule-export/exposed-series.ts';
import { hasEvidence } from '#control/rule-export/level-expression.ts';
import { alertId } from '../evaluation/alert-subject.ts';
import type { Family, Sample } from './format.ts';

type Read = { rule: Rule; labels: ExposedLabels; reading: EvaluatedReading & { value: number } };

/** What rules read last, one sample an alert, and the limits beside it. */
export async function ruleFamilies(
  rules: readonly Rule[],
  slots: readonly { ruleId: string; evaluated: EvaluatedSlot }[],
): Promise<Family[]> {
  const read = await readingsOf(rules, slots);
  const of = (pick: (one: Read) => Sample | undefined) => read.flatMap((one) => pick(one) ?? []);
  return [
    {
      name: exposedSeries.value,
      type: 'gauge',
      help: 'What a rule read at its last evaluation, in the unit of its levels; absent where it saw nothing.',
      samples: of(({ labels, rule, reading }) => ({
        labels: { ...labels, condition: rule.condition.kind },
        value: reading.value,
      })),
    },
    {
      name: exposedSeries.evidence,
      type: 'gauge',
      help: 'Of rules on drift: 1 where the test has evidence for its effect, 0 where it may be chance.',
      samples: of(({ labels, rule, reading }) =>
        hasEvidence(rule) ? { labels, value: Number(reading.hasEvidence) } : undefined,
      ),
    },
    {
      name: 'anchorwatch_rule_value_rows',
      type: 'gauge',
      help: 'Rows or values behind anchorwatch_rule_value.',
      samples: of(({ labels, reading }) => ({ labels, value: reading.n })),
    },
    {
      name: 'anchorwatch_drift_score',
      type: 'gauge',
      help: 'Effect of the drift test of a metric against its reference, from rules on drift, by method.',
      samples: of(({ labels, rule, reading }) =>
        rule.condition.kind === 'drift'
          ? { labels: { ...labels, method: rule.condition.method }, value: reading.value }
          : undefined,
      ),
    },
    {
      name: 'anchorwatch_rule_threshold',
      type: 'gauge',
      help: 'Threshold of a level of an active rule.',
      samples: rules.flatMap(thresholdsOf),
    },
  ];
}

async function readingsOf(
  rules: readonly Rule[],
  slots: readonly { ruleId: string; evaluated: EvaluatedSlot }[],
): Promise<Read[]> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const read = slots.flatMap(({ ruleId, evaluated }) => {
    const rule = byId.get(ruleId);
    if (!rule) return [];
    return evaluated.readings.map(async (reading): Promise<Read[]> => {
      const { value, labels } = reading;
      if (value === null) return [];
      const id = await alertId(ruleId, labels);
      return [{ rule, labels: labelsOf(rule, id, labels), reading: { ...reading, value } }];
    });
  });
  return (await Promise.all(read)).flat();
}

function labelsOf(rule: Rule, id: string, labels: Record<string, string>): ExposedLabels {
  return {
    alert: rule.name,
    alert_id: id,
    rule_id: rule.id,
    pipeline: rule.pipeline,
    stage: labels['stage'] ?? '',
    metric: labels['metric'] ?? '',
    version: labels['version'] ?? '',
    segment: labels['segment'] ?? '',
    site: labels['site'] ?? '',
  };
}

function thresholdsOf({ id, name, pipeline, levels, direction }: Rule): Sample[] {
  return (['warning', 'critical'] as const).flatMap((severity) => {
    const level = levels[severity];
    if (!level) return [];
    const labels = { alert: name, rule_id: id, pipeline, severity, direction };
    return [{ labels, value: level.threshold }];
  });
}
