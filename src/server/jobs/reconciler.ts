import type { Ports } from '#api/ports.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 2_000;
const HOUR_MS = 3_600_000;
const KEPT_ANSWERS_MS = 24 * HOUR_MS;

/** Brings what routers do to what rollouts want, for as long as the server runs, whether or not a page is open. */
export function startReconciler(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS }: { pauseMs?: number } = {},
): Job {
  const holder = ports.newId();
  let nextForgettingMs = 0;

  async function pass(signal: AbortSignal): Promise<void> {
    await reconcileOpenRollouts(ports, { holder, signal, onTrouble });
    if (Date.now() < nextForgettingMs) return;
    nextForgettingMs = Date.now() + HOUR_MS;
    await ports.control.forgetAnswers((await ports.control.currentTime()) - KEPT_ANSWERS_MS);
  }

  return runUntilStopped(pass, { pauseMs, onTrouble });
}
