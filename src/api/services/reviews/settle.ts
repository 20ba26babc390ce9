import type { Review } from '#contract/review.ts';
import { unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { labelRow } from '../ingest/to-log-row.ts';

/** Makes a decision the label of its request, durably; a decision that was taken back takes the label back. */
export async function settleReview(ports: Ports, review: Review): Promise<void> {
  const { id, pipeline, stage, requestId, decision } = review;
  const nowMs = ports.now().getTime();
  const time = decision?.at ?? new Date(nowMs).toISOString();
  const label = labelRow({ pipeline, stage, requestId, time, value: decision?.value ?? null }, nowMs);
  const result = await ports.ingest.accept({ rows: [], labels: [label] }, undefined, '');
  if (result.outcome === 'unavailable') throw unavailable(result.reason);
  await ports.control.settleReview(id);
}

/** So long a request has to settle what it decided, before it is done in its place. */
const OVERDUE_MS = 60_000;
const MOST_AT_ONCE = 100;

/** Decisions whose labels were lost between two writes. */
export async function settleOverdue(ports: Ports): Promise<void> {
  const beforeMs = (await ports.control.currentTime()) - OVERDUE_MS;
  for (const review of await ports.control.listUnsettledReviews(beforeMs, MOST_AT_ONCE))
    await settleReview(ports, review);
}
