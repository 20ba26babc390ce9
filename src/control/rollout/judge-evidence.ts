import type { GateId } from '#contract/rollout-words.ts';
import type { Verdict } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';
import { stepOf } from './step-traffic.ts';

/** Evidence that is older than so many evaluations is stale. */
export const STALE_EVALUATIONS = 3;
const LEAST_COVERAGE = 0.95;

/** They judge the experiment, not the candidate. */
const experimentGates: readonly GateId[] = ['split', 'inputDrift'];
/** What a gate says against the candidate, and yet no reason to take traffic from it. */
const advisoryGates: readonly GateId[] = ['cost'];

/** Why the evidence cannot be relied on now; null when it can. */
export function staleReason(rollout: Rollout, nowMs: number): string | null {
  const { evidence, soak, plan } = rollout;
  if (evidence === null) return 'nothing has been read for this step yet';
  const asOfMs = Date.parse(evidence.asOf);
  if (soak.startedAt !== null && asOfMs < Date.parse(soak.startedAt))
    return 'it is from before the traffic of this step';
  const ageSeconds = (nowMs - asOfMs) / 1000;
  if (ageSeconds > STALE_EVALUATIONS * plan.evaluationSeconds)
    return `it is ${Math.round(ageSeconds)} s old, more than ${STALE_EVALUATIONS} evaluations`;
  const wanted = stepOf(rollout)?.gates ?? [];
  for (const { gate } of wanted) {
    const verdict = evidence.verdicts.find((one) => one.gate === gate);
    if (!verdict) return `${gate} has not been read`;
    if (verdict.stale !== null) return `${gate}: ${verdict.stale}`;
    if (verdict.coverage !== null && verdict.coverage < LEAST_COVERAGE)
      return `${gate}: only ${Math.round(verdict.coverage * 100)} % of the requests are in the log`;
    // what people judge comes when they have time
    if (gate === 'adjudication') continue;
    if (verdict.nStable === 0 || verdict.nCandidate === 0) return `${gate}: a version has no rows`;
  }
  return null;
}

/** Gates that are proven against the candidate, and for which it has to go. */
export function harmfulVerdicts({ evidence }: Rollout): Verdict[] {
  return (evidence?.verdicts ?? []).filter(
    ({ gate, verdict }) =>
      verdict === 'worse' && !experimentGates.includes(gate) && !advisoryGates.includes(gate),
  );
}

/** Gates that say that the versions did not get comparable requests. */
export function mismatchVerdicts({ evidence }: Rollout): Verdict[] {
  return (evidence?.verdicts ?? []).filter(
    ({ gate, verdict }) => verdict === 'worse' && experimentGates.includes(gate),
  );
}

/** Gates of the step that are not proven yet, with what is missing. */
export function unprovenGates(rollout: Rollout): { gate: GateId; remainingSeconds: number | null }[] {
  const wanted = stepOf(rollout)?.gates ?? [];
  return wanted.flatMap(({ gate }) => {
    const verdict = rollout.evidence?.verdicts.find((one) => one.gate === gate);
    if (verdict?.verdict === 'noWorse' || verdict?.verdict === 'better') return [];
    return [{ gate, remainingSeconds: verdict?.remainingSeconds ?? null }];
  });
}
