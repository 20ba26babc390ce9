import type { Rule } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import type { RuleValue } from '#control/rule/rule-value.ts';
import type { LogReads } from './log-reads.ts';

/** What one slot of a rule saw of one of its alerts, which the labels name. */
export type Observed = {
  labels: Record<string, string>;
  value: RuleValue | { kind: 'error'; reason: string };
};

/** One slot of a rule. Windows end at `readToMs`, which leaves late rows their time. */
export type RuleSlot = {
  rule: Pick<Rule, 'pipeline' | 'name' | 'scope' | 'everySeconds' | 'budget' | 'queryOffsetSeconds'>;
  slotEndMs: number;
  readToMs: number;
  reads: LogReads;
};

export type ConditionOf<Kind extends RuleCondition['kind']> = Extract<RuleCondition, { kind: Kind }>;
export type Evaluation<Kind extends RuleCondition['kind']> = RuleSlot & { condition: ConditionOf<Kind> };
