import type { Review } from '#contract/review.ts';

const AT_ONCE = 200;

export type IntakeLimits = {
  /** Cases that wait to be written. */
  mostPending: number;
  /** Cases of a stage that wait for people: more will never be decided in time. */
  mostWaiting: number;
};
export const intakeLimits: IntakeLimits = { mostPending: 2_000, mostWaiting: 10_000 };

/** The queue of cases for people, as the gateway fills it. */
export interface ReviewIntake {
  /**
   * Resolves when the cases are kept.
   *
   * @throws {QueueFull} when there are too many already, or too many that nobody has decided; the error of the store
   */
  offer(reviews: readonly Review[]): Promise<void>;
  /** What waits for people in a stage, as it was counted. */
  counted(pipeline: string, stage: string, waiting: number): void;
}

export class QueueFull extends Error {}

/** Writes cases in batches: one write takes all that came while the one before was under way. */
export function createReviewIntake(
  add: (reviews: readonly Review[]) => Promise<void>,
  { mostPending, mostWaiting }: IntakeLimits = intakeLimits,
): ReviewIntake {
  type Pending = { review: Review; resolve: () => void; reject: (fault: unknown) => void };
  const pending: Pending[] = [];
  const waiting = new Map<string, number>();
  const keyOf = (pipeline: string, stage: string) => JSON.stringify([pipeline, stage]);
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending.splice(0, AT_ONCE);
      try {
        await add(batch.map(({ review }) => review));
        for (const { resolve } of batch) resolve();
      } catch (fault) {
        for (const { reject } of batch) reject(fault);
      }
    }
  }

  return {
    async offer(reviews) {
      const [first] = reviews;
      if (!first) return;
      const key = keyOf(first.pipeline, first.stage);
      const known = waiting.get(key) ?? 0;
      if (known + reviews.length > mostWaiting) throw new QueueFull(`${known} cases wait for people already`);
      if (pending.length + reviews.length > mostPending)
        throw new QueueFull('cases come faster than they can be kept');
      waiting.set(key, known + reviews.length);
      const kept = reviews.map(
        (review) => new Promise<void>((resolve, reject) => pending.push({ review, resolve, reject })),
      );
      running ??= drain().finally(() => (running = undefined));
      await Promise.all(kept);
    },
    counted(pipeline, stage, count) {
      waiting.set(keyOf(pipeline, stage), count);
    },
  };
}
