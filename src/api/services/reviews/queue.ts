import type { ReviewQueue } from '#contract/review.ts';
import { clopperPearson } from '#stats/new-category.ts';
import type { StageOf } from '../../automation-store.ts';
import type { Ports } from '../../ports.ts';

const COUNTED_MS = 30 * 86_400_000;

export async function reviewQueue({ control }: Ports, of: StageOf): Promise<ReviewQueue> {
  const nowMs = await control.currentTime();
  const sinceMs = nowMs - COUNTED_MS;
  const { byReason, ...counts } = await control.reviewCounts(of, nowMs, sinceMs);
  return {
    ...counts,
    from: new Date(sinceMs).toISOString(),
    agreement: byReason.map((each) => {
      const [low, high] = each.compared > 0 ? clopperPearson(each.agreed, each.compared, 0.95) : [0, 1];
      return { ...each, low, high };
    }),
  };
}
