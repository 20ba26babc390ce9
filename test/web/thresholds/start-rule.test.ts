import { describe, expect, it } from 'vitest';
import type { Metric } from '#contract/metric.ts';
import { type Rule, RuleDefinition } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { checkRule } from '#control/rule/check-rule.ts';
import { startCondition } from '#web/features/thresholds/condition/start-condition.ts';
import { startRule, withCondition } from '#web/features/thresholds/condition/start-rule.ts';
import { kindNames } from '#web/features/thresholds/watched-text.ts';

const seen = { name: '', rows: 1, firstSeen: '2026-11-01T00:00:00Z', lastSeen: '2026-11-02T00:00:00Z' };
const metrics: Metric[] = [
  { ...seen, id: 'status', group: 'software', kind: 'categorical', categories: ['ok', 'error'] },
  { ...seen, id: 'latencyMs', group: 'software', kind: 'numeric', categories: [] },
];
const latency: RuleCondition = {
  kind: 'metric',
  metrics: ['latencyMs'],
  statistic: 'p95',
  windowSeconds: 300,
};
const place = { stage: 'model', isBatch: false };
const rules = ['slow', 'wrong'].map((name): Rule => ({
  ...startRule(latency, place),
  name,
  id: name,
  pipeline: 'mine',
  version: 1,
}));
const kinds = Object.keys(kindNames) as RuleCondition['kind'][];

describe('a rule of every kind', () => {
  it.each(kinds)('begins as one that can be saved: %s', (kind) => {
    const condition = startCondition(kind, latency, { metrics, rules, isBatch: false });
    const rule = RuleDefinition.parse({ ...startRule(condition, place), name: 'new' });

    const stages = [
      { name: 'model', metrics: metrics.map(({ id, kind: of }) => ({ metric: id, kind: of })) },
    ];
    expect(checkRule(rule, { pipeline: 'mine', stages, rules })).toEqual([]);
  });

  it('keeps the metric and the statistic that were watched', () => {
    const condition = startCondition('band', latency, { metrics, rules, isBatch: false });

    expect(condition).toMatchObject({ metrics: ['latencyMs'], statistic: 'p95' });
  });
});

describe('a changed condition', () => {
  const draft = startRule(latency, place);

  it('keeps its limit where its values mean the same', () => {
    const { isNewValue } = withCondition(draft, { ...latency, windowSeconds: 600 }, place);

    expect(isNewValue).toBe(false);
  });

  it('of quality is trouble below its limit, and of an error above it', () => {
    const quality = { kind: 'quality', basis: 'measured', windowSeconds: 3_600, leastRows: 60 } as const;
    const accuracy = withCondition(draft, { ...quality, measure: 'accuracy' }, place);
    const error = withCondition(accuracy.draft, { ...quality, measure: 'mae' }, place);

    expect(accuracy).toMatchObject({ isNewValue: true, draft: { direction: 'below' } });
    expect(error).toMatchObject({ isNewValue: true, draft: { direction: 'above' } });
  });

  it('of the whole pipeline has no stage', () => {
    const condition = startCondition('composite', latency, { metrics, rules, isBatch: false });

    expect(withCondition(draft, condition, place).draft.scope).toEqual({});
  });
});
