import { randomUUID } from 'node:crypto';
import type { RuleWrite } from '#api/rule-store.ts';
import { RuleDefinition, type RuleVersion } from '#contract/rule.ts';
import { audit } from './control-stores.ts';

/** A version of a rule on latency, evaluated every minute. */
export function ruleWrite(
  pipeline: string,
  name: string,
  { id = randomUUID(), version = 1, change = 'created' }: Partial<{ id: string } & RuleVersion> = {},
): RuleWrite {
  const definition = RuleDefinition.parse({
    name,
    scope: { stage: 'asr' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 },
    levels: { warning: { threshold: 1, forSlots: 0, keepSlots: 0 } },
    everySeconds: 60,
    noData: { policy: 'alert', afterSlots: 3 },
  });
  return {
    version: {
      ruleId: id,
      version,
      rule: { ...definition, id, pipeline, version },
      createdAt: '2026-11-24T10:00:00.123Z',
      createdBy: 'ann',
      reason: 'because',
      change,
    },
    audit: audit(`rule.${change}`, name),
  };
}
