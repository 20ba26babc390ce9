import type { Rule, RuleLevel } from '#contract/rule.ts';
import type { Reading } from '../alert/reading.ts';
import type { AlertTimers } from '../alert/alert-timers.ts';
import { positionOf } from './position.ts';
import { recoveryOf, usualOf } from './recovery.ts';
import type { RuleValue } from './rule-value.ts';

/** What the alert machine gets to see of a value. One that is no number is none. */
export function readingOf(
  rule: Pick<Rule, 'levels' | 'direction' | 'condition' | 'usual'>,
  seen: RuleValue | { kind: 'error'; reason: string },
): Reading {
  if (seen.kind !== 'value') return seen;
  const { value, n, hasEvidence } = seen;
  if (!Number.isFinite(value)) return { kind: 'noData', reason: 'the value is not a finite number' };
  const { direction, levels } = rule;
  const { warning, critical } = levels;
  const usual = usualOf(rule);
  const at = (level: RuleLevel) =>
    positionOf(value, { ...level, recover: recoveryOf(level, usual, direction) }, direction, hasEvidence);
  return {
    kind: 'value',
    value,
    n,
    positions: {
      ...(warning && { warning: at(warning) }),
      ...(critical && { critical: at(critical) }),
    },
  };
}

export function timersOf({
  version,
  levels,
  noData,
}: Pick<Rule, 'version' | 'levels' | 'noData'>): AlertTimers {
  const { warning, critical } = levels;
  return {
    ruleVersion: version,
    levels: { ...(warning && { warning }), ...(critical && { critical }) },
    noData,
  };
}
