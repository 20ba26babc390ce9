export type ShadowLimits = {
  /** Copies that wait at most; one more is dropped. */
  most: number;
  /** Copies under way at once. */
  atOnce: number;
  /** From the offer until the candidate must have answered; what is late is cut off, or dropped before it was sent. */
  deadlineMs: number;
};

/** `failed`: an error or the deadline, after it was sent. A dropped copy is a gap in the evidence, never a delay for a user. */
export type ShadowCounts = {
  waiting: number;
  running: number;
  sent: number;
  failed: number;
  dropped: number;
};

export interface ShadowQueue {
  /** Takes a copy to send, or drops it; never waits. */
  offer(send: (signal: AbortSignal) => Promise<void>): void;
  counts(): ShadowCounts;
  /** Drops what waits, cuts off what runs, and resolves when nothing runs any more. */
  close(): Promise<void>;
}

/** Copies of requests for one candidate, bounded in number, time and concurrency, whatever the candidate does. */
export function createShadowQueue({ most, atOnce, deadlineMs }: ShadowLimits): ShadowQueue {
  const waiting: { send: (signal: AbortSignal) => Promise<void>; dueMs: number }[] = [];
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  const totals = { sent: 0, failed: 0, dropped: 0 };

  function next(): void {
    while (running.size < atOnce) {
      const copy = waiting.shift();
      if (!copy) return;
      const leftMs = copy.dueMs - performance.now();
      if (leftMs <= 0) totals.dropped++;
      else start(copy.send, leftMs);
    }
  }

  function start(send: (signal: AbortSignal) => Promise<void>, leftMs: number): void {
    totals.sent++;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(Math.ceil(leftMs))]);
    const run = send(signal)
      .catch(() => void totals.failed++)
      .finally(() => {
        running.delete(run);
        next();
      });
    running.add(run);
  }

  return {
    offer(send) {
      if (closing.signal.aborted || waiting.length >= most) {
        totals.dropped++;
        return;
      }
      waiting.push({ send, dueMs: performance.now() + deadlineMs });
      next();
    },
    counts: () => ({ waiting: waiting.length, running: running.size, ...totals }),
    async close() {
      totals.dropped += waiting.length;
      waiting.length = 0;
      closing.abort();
      await Promise.all(running);
    },
  };
}
