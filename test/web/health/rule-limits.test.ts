import { describe, expect, it } from 'vitest';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { ruleLimits, withRules } from '#web/health/rule-limits.ts';
import { plainLimits } from '#web/health/stage-limits.ts';

const level = { forSlots: 0, keepSlots: 0 };
const slow = {
  kind: 'metric' as const,
  metrics: ['latencyMs'],
  statistic: 'p95' as const,
  windowSeconds: 300,
} satisfies RuleDefinition['condition'];

describe('the limits that rules set', () => {
  it('are the first levels of active rules on all rows of the stage', () => {
    const rules = [
      rule('slow', {
        levels: { warning: { ...level, threshold: 200 }, critical: { ...level, threshold: 400 } },
      }),
      rule('of a version', { scope: { stage: 'asr', version: 'v1' } }),
      rule('of phones', { scope: { stage: 'asr', segment: ['input.device:phone'] } }),
      rule('elsewhere', { scope: { stage: 'vad' } }),
      rule('paused', { state: 'paused' }),
      rule('late', { condition: { kind: 'runLate' } }),
    ];

    expect(ruleLimits(rules, 'asr')).toEqual([
      {
        rule: 'slow',
        metric: 'latencyMs',
        statistic: 'p95' as const,
        category: undefined,
        value: 200,
        side: 'above',
        severity: 'warning',
      },
    ]);
  });

  it('hold the headline figures, the strictest of them and of the target', () => {
    const errors = { ...slow, metrics: ['status'], statistic: 'otherShare' as const, category: 'ok' };
    const nulls = { ...slow, metrics: ['output.null'], statistic: 'share' as const, category: 'true' };
    const limits = (latencyTargetMs?: number) =>
      withRules(
        plainLimits({ latencyTargetMs }),
        ruleLimits(
          [
            rule('slow', {}),
            rule('slower', { levels: { critical: { ...level, threshold: 900 } } }),
            rule('failing', {
              condition: errors,
              levels: { critical: { ...level, threshold: 0.02 } },
            }),
            rule('empty', {
              condition: nulls,
              levels: { warning: { ...level, threshold: 0.1 } },
            }),
          ],
          'asr',
        ),
      );

    expect(limits().latencyMs?.text).toBe('limit 200\u00a0ms, rule slow');
    expect(limits(500).latencyMs?.text).toBe('limit 200\u00a0ms, rule slow');
    expect(limits(150).latencyMs?.text).toBe('target 150\u00a0ms');
    expect(limits().errorShare).toEqual({
      value: 0.02,
      origin: 'rule',
      severity: 'critical',
      text: 'limit 2\u00a0%, rule failing',
    });
    expect(limits().nullShare?.value).toBe(0.1);
  });
});

function rule(name: string, parts: Partial<RuleDefinition>): Rule {
  return {
    name,
    state: 'active',
    scope: { stage: 'asr' },
    condition: slow,
    direction: 'above',
    levels: { warning: { ...level, threshold: 200 } },
    everySeconds: 60,
    noData: { policy: 'keep', afterSlots: 3 },
    queryOffsetSeconds: null,
    labels: {},
    ...parts,
    id: name,
    pipeline: 'speech',
    version: 1,
  };
}
