import type { ReviewCase } from '#contract/review.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { caseOf } from './case-of.ts';
import { LEASE_MS, notYours, reviewerRole } from './lease.ts';
import { settleReview } from './settle.ts';

/** Takes back a decision, and the label with it; the case is the person's again. */
export async function undoReview(
  ports: Ports,
  { id, actor }: { id: string; actor: Actor },
): Promise<ReviewCase> {
  const role = reviewerRole(actor);
  const nowMs = await ports.control.currentTime();
  const audit = auditEntry(actor, new Date(nowMs), { action: 'review.undo', subject: id });
  const reviewer = { id: actor.id, nowMs };
  const within = { sinceMs: nowMs - LEASE_MS, untilMs: nowMs + LEASE_MS };
  const undone = await ports.control.undoReview(id, reviewer, within, audit);
  if (!undone) throw await notYours(ports, id);
  await settleReview(ports, undone);
  return caseOf(ports, undone, role);
}
