import type { ApprovalRule } from '#contract/rollout-plan.ts';
import type { Approval, Rollout } from '#contract/rollout.ts';
import { stepOf } from './step-traffic.ts';

/** An approval holds so long, if its evidence does. */
export const APPROVAL_MS = 4 * 3_600_000;

/** What an approval is for now: the start of the plan, or leaving the step on the snapshot that is frozen. */
export function approvalSubject({
  phase,
  planDigest,
  snapshot,
}: Pick<Rollout, 'phase' | 'planDigest' | 'snapshot'>): string | null {
  if (phase === 'pending') return planDigest;
  return phase === 'gated' ? (snapshot?.hash ?? null) : null;
}

export function approvalRule(rollout: Rollout): ApprovalRule {
  if (rollout.phase === 'pending') return rollout.plan.startApprovals;
  return stepOf(rollout)?.approvals ?? rollout.plan.startApprovals;
}

/** Those that count at that time: for what is on the table now, begun, and not lapsed. */
export function validApprovals(rollout: Rollout, nowMs: number): Approval[] {
  const subject = approvalSubject(rollout);
  return rollout.approvals.filter(
    (approval) =>
      approval.subject === subject &&
      Date.parse(approval.effectiveAt) <= nowMs &&
      nowMs < Date.parse(approval.expiresAt),
  );
}

/** Why somebody's yes would not count as another pair of eyes; null when it would. */
export function eyesOf(rollout: Rollout, person: string): string | null {
  if (rollout.author === person) return 'you wrote this rollout';
  if (rollout.editors.includes(person)) return 'you changed its plan';
  if (rollout.request?.by === person) return 'you asked for this step';
  if (rollout.plan.risk === 'high' && rollout.candidate.trainedBy === person)
    return 'you trained the candidate, and the risk is high';
  return null;
}
