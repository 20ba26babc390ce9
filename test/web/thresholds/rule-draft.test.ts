import { describe, expect, it } from 'vitest';
import type { RuleLevel } from '#contract/rule.ts';
import { startRule } from '#web/features/thresholds/condition/start-rule.ts';
import { definitionOf } from '#web/features/thresholds/rule-draft.ts';

const saved = (level: Partial<RuleLevel>, usual: number) => {
  const draft = startRule(
    { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 300 },
    { stage: 'model', isBatch: false },
  );
  const warning = { ...(draft.levels.warning as RuleLevel), threshold: 0.123_47, ...level };
  return definitionOf({ ...draft, levels: { warning } }, usual).levels.warning?.recover;
};

describe('the recovery threshold of a saved rule', () => {
  it('is a quarter of the way back, as a round number', () => {
    expect(saved({ threshold: 10 }, 0.000_123)).toBe(7.5);
  });

  it('is never beyond the threshold: the server would refuse the rule', () => {
    expect(saved({}, 0.2)).toBe(0.123_47);
  });

  it('stays as people chose it', () => {
    expect(saved({ threshold: 10, recover: 9.123_456 }, 0)).toBe(9.123_456);
    expect(saved({ threshold: 10, recover: null }, 0)).toBe(10);
  });
});
