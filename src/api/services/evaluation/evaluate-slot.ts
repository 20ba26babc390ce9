import type { EvaluatedReading, EvaluatedSlot } from '#contract/evaluation.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import type { LogReads } from './log-reads.ts';
import type { Observed } from './observation.ts';
import { observeRule } from './observe-rule.ts';
import { queryOffsetSeconds } from './query-offset.ts';

const MINUTE_MS = 60_000;

export type EvaluatedRule = RuleDefinition & { pipeline: string; version: number };
export type SlotObservation = { slot: number; slotEndMs: number; readToMs: number; observed: Observed[] };

/** What a rule sees in one slot. */
export async function observeSlot(
  rule: EvaluatedRule,
  slot: number,
  reads: LogReads,
): Promise<SlotObservation> {
  const slotEndMs = (slot + 1) * rule.everySeconds * 1000;
  const offsetMs = (await queryOffsetSeconds(rule, slotEndMs, reads)) * 1000;
  const readToMs = Math.floor((slotEndMs - offsetMs) / MINUTE_MS) * MINUTE_MS;
  const observed = await observeRule({ rule, slotEndMs, readToMs, reads }, rule.condition);
  return { slot, slotEndMs, readToMs, observed };
}

/** The slot as it is kept and handed out. */
export function toEvaluatedSlot(
  { version }: EvaluatedRule,
  { slot, slotEndMs, readToMs, observed }: SlotObservation,
): EvaluatedSlot {
  return {
    slot,
    endsAt: new Date(slotEndMs).toISOString(),
    readTo: new Date(readToMs).toISOString(),
    ruleVersion: version,
    readings: observed.map(toReading),
  };
}

function toReading({ labels, value }: Observed): EvaluatedReading {
  if (value.kind !== 'value') {
    const { kind, reason } = value;
    return { labels, value: null, n: 0, hasEvidence: true, reason, isFailed: kind === 'error' };
  }
  const { n, hasEvidence, names } = value;
  return {
    labels,
    value: Number.isFinite(value.value) ? value.value : null,
    n,
    hasEvidence,
    ...(names !== undefined && { names }),
    isFailed: false,
  };
}
