import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { forgetReviews } from '#api/services/reviews/forget.ts';
import { settleOverdue } from '#api/services/reviews/settle.ts';

const PAUSE_MS = 60_000;

/** Makes labels of decisions that a crash kept from it, and forgets what was asked, for as long as the server runs. */
export function startReviewKeeper(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await settleOverdue(ports).catch(onTrouble);
      await forgetReviews(ports).catch(onTrouble);
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined); // only a stop ends it early
    }
  }

  const ended = run();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}
