import type { ReviewAnswer } from '#contract/review.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

/** For the program that was told that people decide. */
export async function findReviewAnswer({ control }: Ports, id: string): Promise<ReviewAnswer> {
  const review = await control.findReview(id);
  if (!review) throw notFound(`case ${id}`);
  const { requestId, decision } = review;
  return {
    id,
    requestId,
    state: decision ? 'decided' : 'waiting',
    ...(decision && { value: decision.value }),
    decidedAt: decision?.at ?? null,
  };
}
