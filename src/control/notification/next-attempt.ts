const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

/**
 * How long to wait after an attempt that failed: twice as long each time, up to 5 minutes, each shortened by chance by
 * up to a half, so that messages that failed together do not come back together. What the receiver asks for is
 * waited out. Null once a day has passed since the first attempt was due: then it is given up.
 *
 * @param attempts how many there were, at least 1
 * @param ageMs since the first attempt was due
 * @param retryAfterMs what the receiver asked for, or null
 * @param chance 0 to 1
 */
export function nextAttemptMs({
  attempts,
  ageMs,
  retryAfterMs,
  chance,
}: {
  attempts: number;
  ageMs: number;
  retryAfterMs: number | null;
  chance: number;
}): number | null {
  const exponentialMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  const waitMs = Math.max(exponentialMs * (1 - chance / 2), retryAfterMs ?? 0);
  return ageMs + waitMs > GIVE_UP_MS ? null : Math.round(waitMs);
}
