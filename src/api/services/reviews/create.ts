import type { ReviewAnswer, ReviewRequest } from '#contract/review.ts';
import type { StageOf } from '../../automation-store.ts';
import { unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { getAutomation } from '../automation/find.ts';
import { findReviewAnswer } from './find-answer.ts';

/** More will never be decided in time. */
const MOST_WAITING = 10_000;

/** A case from a program that keeps to the automation by itself. */
export async function createReview(ports: Ports, of: StageOf, request: ReviewRequest): Promise<ReviewAnswer> {
  await getAutomation(ports, of);
  const nowMs = await ports.control.currentTime();
  const { waiting } = await ports.control.reviewCounts(of, nowMs, nowMs);
  if (waiting >= MOST_WAITING) throw unavailable(`${waiting} cases wait for people already`);
  const id = ports.newId();
  const at = new Date(nowMs).toISOString();
  await ports.control.addReviews([{ ...of, ...request, id, at, lease: null, decision: null }]);
  return findReviewAnswer(ports, id);
}
