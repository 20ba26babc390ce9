import type { Rule, RuleLevel } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';

/**
 * Where an alert begins to recover: where the rule says, else a quarter of the way from the threshold back to what is
 * usual; at the threshold itself where the usual value is unknown (NaN) or beyond it, for then there is no way back.
 */
export function recoveryOf(
  { threshold, recover }: Pick<RuleLevel, 'threshold' | 'recover'>,
  usual: number,
  direction: Rule['direction'],
): number {
  if (recover !== undefined) return recover ?? threshold;
  const back = (threshold - usual) / 4;
  const isBack = direction === 'above' ? back > 0 : back < 0;
  return isBack ? threshold - back : threshold;
}

/** The usual value of a rule: as its version was made with, else 0 where its value is a distance from what is usual; else NaN. */
export function usualOf({ usual, condition }: Pick<Rule, 'usual' | 'condition'>): number {
  return usual ?? (isDistance(condition) ? 0 : NaN);
}

/** Whether the value grows from 0 with the trouble, whatever is watched. */
export function isDistance({ kind }: RuleCondition): boolean {
  switch (kind) {
    case 'change':
    case 'band':
    case 'shift':
    case 'drift':
    case 'newCategory':
    case 'runLate':
    case 'siteSilent':
    case 'burnRate':
    case 'composite':
    case 'alarmBudget':
      return true;
    case 'metric':
    case 'stageDrift':
    case 'quality':
    case 'labelDelay':
      return false;
  }
}

/** The rule with its recoveries as numbers, for where nothing knows what was usual. */
export function withRecoveries<T extends Pick<Rule, 'levels' | 'direction' | 'condition' | 'usual'>>(
  rule: T,
): T {
  const usual = usualOf(rule);
  const { warning, critical } = rule.levels;
  const resolved = (level: RuleLevel) => ({ ...level, recover: recoveryOf(level, usual, rule.direction) });
  return {
    ...rule,
    levels: {
      ...(warning && { warning: resolved(warning) }),
      ...(critical && { critical: resolved(critical) }),
    },
  };
}
