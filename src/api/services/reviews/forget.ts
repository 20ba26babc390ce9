import type { Ports } from '../../ports.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What was asked is forgotten an hour after it was decided, or after a week in which nobody did; the decision stays for 90 days. */
export async function forgetReviews({ control }: Ports): Promise<void> {
  const nowMs = await control.currentTime();
  await control.forgetReviews({
    contentMs: nowMs - HOUR_MS,
    decidedMs: nowMs - 90 * DAY_MS,
    waitingMs: nowMs - 7 * DAY_MS,
  });
}
