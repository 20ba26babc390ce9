/** The series at `/metrics` that exported rules read, and the labels that name an alert there. */
export const exposedSeries = {
  value: 'anchorwatch_rule_value',
  evidence: 'anchorwatch_rule_evidence',
} as const;

export const exposedLabels = [
  'alert',
  'alert_id',
  'rule_id',
  'pipeline',
  'stage',
  'metric',
  'version',
  'segment',
  'site',
] as const;
export type ExposedLabels = Record<(typeof exposedLabels)[number], string>;
