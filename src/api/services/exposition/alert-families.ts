import { isOpen } from '#control/alert/alert-state.ts';
import { badgeOf } from '#control/alert/badge.ts';
import type { ExposedLabels } from '#control/rule-export/exposed-series.ts';
import type { StoredAlert } from '../../alert-store.ts';
import type { Family, Sample } from './format.ts';

/** Alerts that are pending or open: each by itself, and counted. */
export function alertFamilies(alerts: readonly StoredAlert[]): Family[] {
  const told = alerts.filter(({ state }) => isOpen(state) || state.condition === 'pending');
  return [
    {
      name: 'anchorwatch_alert_state',
      type: 'gauge',
      help: 'Alerts that are pending or open: 1 with the state that the inbox shows.',
      samples: told.map((alert) => ({
        labels: {
          ...labelsOf(alert),
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
  ];
}

function labelsOf({
  id,
  rule,
  pipeline,
  stage,
  metric,
  version,
  segment,
  labels,
}: StoredAlert): ExposedLabels {
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
