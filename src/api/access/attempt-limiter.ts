const MOST_KEYS = 10_000;

/** Counts attempts by key over a sliding window, in this process. */
export interface AttemptLimiter {
  /** Takes one attempt of each key, or says how long to wait when one has none left. */
  take(keys: readonly string[], nowMs: number): { waitMs: number } | undefined;
  /** The attempt succeeded: these keys start anew. */
  forget(keys: readonly string[]): void;
}

export function createAttemptLimiter({
  attempts,
  windowMs,
}: {
  attempts: number;
  windowMs: number;
}): AttemptLimiter {
  const taken = new Map<string, number[]>();
  return {
    take(keys, nowMs) {
      const recent = keys.map((key) => (taken.get(key) ?? []).filter((at) => at > nowMs - windowMs));
      const waits = recent.map((times) => (times.length < attempts ? 0 : (times[0] ?? 0) + windowMs - nowMs));
      const waitMs = Math.max(0, ...waits);
      if (waitMs > 0) return { waitMs };
      for (const [index, key] of keys.entries()) {
        taken.delete(key); // and to the end, so that the first key is the one that was quiet longest
        taken.set(key, [...(recent[index] ?? []), nowMs]);
      }
      for (const key of taken.keys()) {
        if (taken.size <= MOST_KEYS) break;
        taken.delete(key);
      }
      return undefined;
    },
    forget(keys) {
      for (const key of keys) taken.delete(key);
    },
  };
}
