import type { RuleDefinition } from '#contract/rule.ts';

/** Keeps the promise of a board: an alert of its own says when it is broken. It pages nobody. */
export const boardRule: RuleDefinition = {
  name: 'Budget of false alarms',
  description: 'Fires where people called more alarms noise than the rules of this pipeline may raise.',
  state: 'active',
  scope: {},
  condition: { kind: 'alarmBudget', days: 28 },
  direction: 'above',
  levels: { warning: { threshold: 1, recover: null, forSlots: 0, keepSlots: 0 } },
  everySeconds: 3_600,
  noData: { policy: 'ok', afterSlots: 1 },
  queryOffsetSeconds: 0,
  labels: {},
};
