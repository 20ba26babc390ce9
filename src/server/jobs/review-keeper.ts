import type { Ports } from '#api/ports.ts';
import { forgetReviews } from '#api/services/reviews/forget.ts';
import { settleOverdue } from '#api/services/reviews/settle.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 60_000;

/** Makes labels of decisions that a crash kept from it, and forgets what was asked, for as long as the server runs. */
export function startReviewKeeper(ports: Ports, onTrouble: (trouble: unknown) => void): Job {
  async function pass(): Promise<void> {
    await settleOverdue(ports).catch(onTrouble);
    await forgetReviews(ports).catch(onTrouble);
  }

  return runUntilStopped(pass, { pauseMs: PAUSE_MS, onTrouble });
}
