import type { Rule } from '#contract/rule.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { badgeOf } from '#control/alert/badge.ts';
import type { StoredAlert } from '../../alert-store.ts';
import type { Family, Sample } from './format.ts';

/** What rules read last and which alerts that makes, one sample an alert. */
export function alertFamilies(alerts: readonly StoredAlert[], rules: readonly Rule[]): Family[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const told = alerts.filter(({ state }) => isOpen(state) || state.condition === 'pending');
  const read = alerts.flatMap((alert) => {
    const rule = byId.get(alert.rule.id);
    const { value, sight } = alert.state;
    return rule && alert.kind === 'rule' && value !== null && sight === 'seeing'
      ? [{ alert, rule, value }]
      : [];
  });
  return [
    {
      name: 'anchorwatch_alert_state',
      type: 'gauge',
      help: 'Alerts that are pending or open: 1 with the state that the inbox shows.',
      samples: told.map((alert) => ({
        labels: {
          ...placeOf(alert),
          kind: alert.kind,
          severity: alert.state.severity ?? '',
          state: badgeOf(alert.state),
        },
        value: 1,
      })),
    },
    {
      name: 'anchorwatch_alerts',
      type: 'gauge',
      help: 'How many alerts are pending or open, all of them, by state.',
      samples: counted(told),
    },
    {
      name: 'anchorwatch_rule_value',
      type: 'gauge',
      help: 'What a rule read at its last evaluation, in the unit of its levels; absent where it saw nothing.',
      samples: read.map(({ alert, rule, value }) => ({
        labels: { ...placeOf(alert), condition: rule.condition.kind },
        value,
      })),
    },
    {
      name: 'anchorwatch_rule_value_rows',
      type: 'gauge',
      help: 'Rows or values behind anchorwatch_rule_value.',
      samples: read.map(({ alert }) => ({ labels: placeOf(alert), value: alert.state.n ?? 0 })),
    },
    {
      name: 'anchorwatch_drift_score',
      type: 'gauge',
      help: 'Effect of the drift test of a metric against its reference, from rules on drift, by method.',
      samples: read.flatMap(({ alert, rule, value }) =>
        rule.condition.kind === 'drift'
          ? [{ labels: { ...placeOf(alert), method: rule.condition.method }, value }]
          : [],
      ),
    },
    {
      name: 'anchorwatch_rule_threshold',
      type: 'gauge',
      help: 'Threshold of a level of an active rule.',
      samples: rules.flatMap(({ id, name, pipeline, levels, direction }) =>
        (['warning', 'critical'] as const).flatMap((severity) => {
          const level = levels[severity];
          return level
            ? [
                {
                  labels: { alert: name, rule_id: id, pipeline, severity, direction },
                  value: level.threshold,
                },
              ]
            : [];
        }),
      ),
    },
  ];
}

/** Which alert of which rule; `alert_id` makes it one of a kind whatever the other labels say. */
function placeOf({ id, rule, pipeline, stage, metric, version, segment, labels }: StoredAlert) {
  return {
    alert: rule.name,
    alert_id: id,
    rule_id: rule.id,
    pipeline,
    stage: stage ?? '',
    metric: metric ?? '',
    version: version ?? '',
    segment: segment ?? '',
    site: labels['site'] ?? '',
  };
}

function counted(alerts: readonly StoredAlert[]): Sample[] {
  const groups = Map.groupBy(alerts, ({ pipeline, state }) =>
    JSON.stringify({ pipeline, severity: state.severity ?? '', state: badgeOf(state) }),
  );
  return [...groups].map(([labels, group]) => ({
    labels: JSON.parse(labels) as Sample['labels'],
    value: group.length,
  }));
}
