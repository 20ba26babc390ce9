import type { Evidence } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';
import { staleReason } from './judge-evidence.ts';

/**
 * The latest look at the log. While it is fresh the clock of the soak runs, by one evaluation at most: what nobody
 * watched, because the server was down, say, is no soak.
 */
export function keepEvidence(
  rollout: Rollout,
  evidence: Evidence,
  nowMs: number,
): { rollout: Rollout; isNews: false } {
  const next = { ...rollout, evidence };
  const { startedAt, freshAt, freshSeconds } = rollout.soak;
  const isSoaking = rollout.phase === 'soaking' || rollout.phase === 'gated' || rollout.phase === 'baking';
  if (!isSoaking || startedAt === null || staleReason(next, nowMs) !== null)
    return { rollout: next, isNews: false };
  const sinceMs = Math.max(Date.parse(rollout.phaseSince), Date.parse(freshAt ?? startedAt));
  const passed = Math.max(0, (Date.parse(evidence.asOf) - sinceMs) / 1000);
  const soak = {
    startedAt,
    freshAt: evidence.asOf,
    freshSeconds: freshSeconds + Math.min(passed, rollout.plan.evaluationSeconds),
  };
  return { rollout: { ...next, soak }, isNews: false };
}
