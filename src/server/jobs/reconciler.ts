import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';

const PAUSE_MS = 2_000;
/** After a pass that failed, because the database is away, say. */
const TROUBLE_PAUSE_MS = 5_000;
const HOUR_MS = 3_600_000;
const KEPT_ANSWERS_MS = 24 * HOUR_MS;

export interface Reconciler {
  /** Resolves when the turn that is under way has ended. */
  stop(): Promise<void>;
}

/** Brings what routers do to what rollouts want, for as long as the server runs, whether or not a page is open. */
export function startReconciler(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS }: { pauseMs?: number } = {},
): Reconciler {
  const stopping = new AbortController();
  const { signal } = stopping;
  const holder = ports.newId();
  let nextForgettingMs = 0;

  async function pass(): Promise<void> {
    await reconcileOpenRollouts(ports, { holder, signal, onTrouble });
    if (Date.now() < nextForgettingMs) return;
    nextForgettingMs = Date.now() + HOUR_MS;
    await ports.control.forgetAnswers((await ports.control.currentTime()) - KEPT_ANSWERS_MS);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      let restMs = pauseMs;
      try {
        await pass();
      } catch (trouble) {
        onTrouble(trouble);
        restMs = TROUBLE_PAUSE_MS;
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
