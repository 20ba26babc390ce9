import { describe, expect, it } from 'vitest';
import { type Rule, RuleDefinition, type RuleVersion } from '#contract/rule.ts';
import { countAlarms } from '#control/threshold/alarm-record.ts';
import { watchedSpans } from '#control/threshold/watched-spans.ts';

const DAY_MS = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const day = (days: number) => start + days * DAY_MS;

const rule: Rule = {
  ...RuleDefinition.parse({
    name: 'slow',
    scope: { stage: 'score' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 },
    levels: { warning: { threshold: 500, forSlots: 0, keepSlots: 0 } },
    everySeconds: 300,
    noData: { policy: 'keep', afterSlots: 3 },
  }),
  id: 'r',
  pipeline: 'loans',
  version: 1,
};

/** Newest first, as they are kept; each takes the place of the one before on that day. */
function versions(...changes: [day: number, change: Partial<Rule>][]): RuleVersion[] {
  return changes
    .map(([at, change], index) => ({
      ruleId: 'r',
      version: index + 1,
      rule: { ...rule, ...change, version: index + 1 },
      createdAt: new Date(day(at)).toISOString(),
      createdBy: 'ann',
      reason: '',
      change: 'edited' as const,
    }))
    .toReversed();
}

const higher = { levels: { warning: { threshold: 600, forSlots: 0, keepSlots: 0 } } };

describe('the record of a rule', () => {
  it('begins anew where the limit was moved, not where words were', () => {
    const spans = watchedSpans(versions([0, {}], [3, higher], [5, { ...higher, owner: 'ann' }]), day(10));

    expect(spans).toEqual([
      { fromMs: day(5), toMs: day(10) },
      { fromMs: day(3), toMs: day(5) },
    ]);
  });

  it('leaves out the times in which it was paused', () => {
    const spans = watchedSpans(versions([0, {}], [2, { state: 'paused' }], [6, {}]), day(10));

    expect(spans).toEqual([
      { fromMs: day(6), toMs: day(10) },
      { fromMs: day(0), toMs: day(2) },
    ]);
  });

  it('counts what fired in it, by what people said', () => {
    const spans = [
      { fromMs: day(7), toMs: day(14) },
      { fromMs: day(0), toMs: day(3.5) },
    ];
    const fired = (at: number, verdict: 'real' | 'noise' | null) => ({ fromMs: day(at), verdict });

    const counts = countAlarms(spans, [
      fired(1, 'noise'),
      fired(5, 'noise'),
      fired(8, 'real'),
      fired(9, 'noise'),
      fired(10, null),
      fired(14, null),
    ]);

    expect(counts).toEqual({ weeks: 1.5, noise: 2, real: 1, unmarked: 1 });
  });
});
