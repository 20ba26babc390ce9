import { setTimeout as delay } from 'node:timers/promises';

/** After a pass that failed, because the database is away, say. */
const TROUBLE_PAUSE_MS = 5_000;

export interface Job {
  /** Resolves when the pass that is under way has ended. */
  stop(): Promise<void>;
}

/** One pass after another with a rest between, until it is stopped. What fails is told, and tried again after a longer rest. */
export function runUntilStopped(
  pass: (signal: AbortSignal) => Promise<void>,
  {
    pauseMs,
    troublePauseMs = TROUBLE_PAUSE_MS,
    onTrouble,
  }: {
    pauseMs: number;
    troublePauseMs?: number | undefined;
    onTrouble: (trouble: unknown) => void;
  },
): Job {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      let restMs = pauseMs;
      try {
        await pass(signal);
      } catch (trouble) {
        onTrouble(trouble);
        restMs = troublePauseMs;
      }
      await delay(restMs, undefined, { signal }).catch(() => undefined); // only a stop ends it early
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
