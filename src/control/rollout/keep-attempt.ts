import type { Rollout } from '#contract/rollout.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A try that failed: the next one comes after a pause that doubles. The first one is news, the others are not. */
export function keepAttempt(
  rollout: Rollout,
  error: string,
  nowMs: number,
): { rollout: Rollout; isNews: boolean } {
  const { attempt } = rollout;
  const count = (attempt?.count ?? 0) + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
  const since = attempt?.since ?? new Date(nowMs).toISOString();
  const nextAt = new Date(nowMs + pauseMs).toISOString();
  return { rollout: { ...rollout, attempt: { since, count, nextAt, error } }, isNews: attempt === null };
}
