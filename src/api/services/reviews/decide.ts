import type { Review, ReviewDecision, ReviewDecisionRequest, ReviewOutcome } from '#contract/review.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { readsAsText } from '../ingest/to-log-row.ts';
import { agrees } from './agrees.ts';
import { notYours, reviewerRole } from './lease.ts';
import { settleReview } from './settle.ts';

/** A person's answer to a case, which becomes the label of its request. Sent again it counts once. */
export async function decideReview(
  ports: Ports,
  { id, request, actor }: { id: string; request: ReviewDecisionRequest; actor: Actor },
): Promise<ReviewOutcome> {
  reviewerRole(actor);
  const review = await ports.control.findReview(id);
  if (!review) throw await notYours(ports, id);
  const { decision: earlier } = review;
  if (earlier?.by === actor.id && earlier.value === request.value) return outcomeOf(ports, review, earlier);

  const nowMs = await ports.control.currentTime();
  const decision: ReviewDecision = {
    ...request,
    by: actor.id,
    at: new Date(nowMs).toISOString(),
    seconds: Math.max(0, (nowMs - Date.parse(review.lease?.at ?? review.at)) / 1000),
  };
  const { value } = request;
  const audit = auditEntry(actor, new Date(nowMs), {
    action: 'review.decide',
    subject: `${review.pipeline}/${review.stage}/${review.requestId}`,
    after: {
      review: id,
      label: typeof value === 'string' && readsAsText(value) ? `a text of ${value.length}` : value,
    },
    reason: request.note,
  });
  const decided = await ports.control.decideReview(
    id,
    decision,
    agrees(review.suggestion, value, await choicesOf(ports, review)),
    audit,
  );
  if (!decided) throw await notYours(ports, id);
  return outcomeOf(ports, decided, decision);
}

async function outcomeOf(ports: Ports, review: Review, decision: ReviewDecision): Promise<ReviewOutcome> {
  await settleReview(ports, review);
  const { id, suggestion } = review;
  const choices = await choicesOf(ports, review);
  return { id, decision, suggestion, agrees: agrees(suggestion, decision.value, choices) };
}

async function choicesOf({ control }: Ports, of: Review): Promise<readonly string[]> {
  return (await control.findAutomation(of))?.setting.choices ?? [];
}
