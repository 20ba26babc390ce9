import type { Rule } from '#contract/rule.ts';
import type { Reading } from '../alert/reading.ts';
import type { AlertTimers } from '../alert/alert-timers.ts';
import { positionOf } from './position.ts';
import type { RuleValue } from './rule-value.ts';

/** What the alert machine gets to see of a value. One that is no number is none. */
export function readingOf(
  { levels, direction }: Pick<Rule, 'levels' | 'direction'>,
  seen: RuleValue | { kind: 'error'; reason: string },
): Reading {
  if (seen.kind !== 'value') return seen;
  const { value, n, hasEvidence } = seen;
  if (!Number.isFinite(value)) return { kind: 'noData', reason: 'the value is not a finite number' };
  const { warning, critical } = levels;
  return {
    kind: 'value',
    value,
    n,
    positions: {
      ...(warning && { warning: positionOf(value, warning, direction, hasEvidence) }),
      ...(critical && { critical: positionOf(value, critical, direction, hasEvidence) }),
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
