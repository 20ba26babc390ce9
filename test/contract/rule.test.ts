import { describe, expect, it } from 'vitest';
import { RuleDefinition, RuleFile } from '#contract/rule.ts';

const level = { threshold: 800, recover: 700, forSlots: 3, keepSlots: 5 };
const latency = {
  name: 'asr p95 latency',
  scope: { stage: 'asr' },
  condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 },
  levels: { critical: level },
  everySeconds: 60,
  noData: { policy: 'alert', afterSlots: 3 },
};

describe('a rule', () => {
  it('is active, looks above its threshold and waits as long as rows were seen to take, unless it says otherwise', () => {
    const { state, direction, queryOffsetSeconds, labels } = RuleDefinition.parse(latency);

    expect({ state, direction, queryOffsetSeconds, labels }).toEqual({
      state: 'active',
      direction: 'above',
      queryOffsetSeconds: null,
      labels: {},
    });
  });

  it.each([
    ['without a level', { levels: {} }, 'at least one level'],
    ['with a slot of 90 seconds', { everySeconds: 90 }, 'multiple'],
    ['with a field that nobody knows', { treshold: 3 }, 'treshold'],
    ['with a label that no route could name', { labels: { 'a b': 'x' } }, 'labels'],
    ['whose runbook is a script', { runbook: 'javascript:alert(1)' }, 'runbook'],
    ['of an unknown kind', { condition: { kind: 'feeling' } }, 'condition'],
  ])('%s is refused', (_, change, word) => {
    const parsed = RuleDefinition.safeParse({ ...latency, ...change });

    expect(parsed.error?.message).toContain(word);
  });

  it('burns over short windows that are not longer than their long ones', () => {
    const condition = {
      kind: 'burnRate',
      metric: 'status',
      goodCategory: 'ok',
      objective: 0.99,
      windows: [{ longSeconds: 300, shortSeconds: 3600, factor: 14.4 }],
      leastBad: 5,
    };

    expect(RuleDefinition.safeParse({ ...latency, condition }).error?.message).toContain(
      'longer than its long',
    );
  });
});

it('a file holds no two rules of one name', () => {
  expect(RuleFile.safeParse({ pipeline: 'speech', rules: [latency, latency] }).error?.message).toContain(
    'same name',
  );
});
