import type { Ports } from '#api/ports.ts';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 2_000;
const HOUR_MS = 3_600_000;
const KEPT_SLOTS_MS = 72 * HOUR_MS;

/** Evaluates what is due and lets time do its part, for as long as the server runs, whether or not a page is open. */
export function startEvaluator(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS, troublePauseMs }: { pauseMs?: number; troublePauseMs?: number } = {},
): Job {
  let nextForgettingMs = 0;

  async function pass(signal: AbortSignal): Promise<void> {
    const { moved } = await evaluateDueRules(ports, signal);
    await tickAlerts(ports, moved);
    await tickAlerts(ports);
    if (Date.now() < nextForgettingMs) return;
    nextForgettingMs = Date.now() + HOUR_MS;
    await ports.control.forgetRuleSlots((await ports.control.currentTime()) - KEPT_SLOTS_MS);
  }

  return runUntilStopped(pass, { pauseMs, troublePauseMs, onTrouble });
}
