import { describe, expect, it } from 'vitest';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { readingOf } from '#control/rule/reading-of.ts';
import { usualOf } from '#control/rule/recovery.ts';
import { seen } from '#control/rule/rule-value.ts';

const burn: RuleCondition = {
  kind: 'burnRate',
  metric: 'status',
  goodCategory: 'ok',
  objective: 0.99,
  windows: [{ longSeconds: 3_600, shortSeconds: 300, factor: 14 }],
  leastBad: 1,
};
const mean: RuleCondition = { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 60 };

describe('what is usual', () => {
  it.each([
    { condition: mean, usual: 53, expected: 53 },
    { condition: mean, usual: undefined, expected: Number.NaN },
    { condition: burn, usual: undefined, expected: 0 },
  ])('of $condition.kind, made with $usual, is $expected', ({ condition, usual, expected }) => {
    expect(usualOf({ condition, ...(usual !== undefined && { usual }) })).toBe(expected);
  });

  it.each([
    { value: 0.9, recover: undefined, position: 'band' },
    { value: 0.74, recover: undefined, position: 'clear' },
    { value: 0.9, recover: null, position: 'clear' },
    { value: 0.6, recover: 0.5, position: 'band' },
  ] as const)('puts $value with recovery $recover in $position', ({ value, recover, position }) => {
    const warning = { threshold: 1, forSlots: 0, keepSlots: 0, ...(recover !== undefined && { recover }) };

    const reading = readingOf({ direction: 'above', levels: { warning }, condition: burn }, seen(value, 9));

    expect(reading).toMatchObject({ positions: { warning: position } });
  });
});
