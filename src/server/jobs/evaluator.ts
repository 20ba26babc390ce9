import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';

const PAUSE_MS = 2_000;
/** After a pass that failed, because the database is away, say. */
const TROUBLE_PAUSE_MS = 5_000;
const HOUR_MS = 3_600_000;
const KEPT_SLOTS_MS = 72 * HOUR_MS;

export interface Evaluator {
  /** Resolves when the turn that is under way has ended. */
  stop(): Promise<void>;
}

/** Evaluates what is due and lets time do its part, for as long as the server runs, whether or not a page is open. */
export function startEvaluator(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
  {
    pauseMs = PAUSE_MS,
    troublePauseMs = TROUBLE_PAUSE_MS,
  }: { pauseMs?: number; troublePauseMs?: number } = {},
): Evaluator {
  const stopping = new AbortController();
  const { signal } = stopping;
  let nextForgettingMs = 0;

  async function pass(): Promise<void> {
    const { moved } = await evaluateDueRules(ports, signal);
    await tickAlerts(ports, moved);
    await tickAlerts(ports);
    if (Date.now() < nextForgettingMs) return;
    nextForgettingMs = Date.now() + HOUR_MS;
    await ports.control.forgetRuleSlots((await ports.control.currentTime()) - KEPT_SLOTS_MS);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      let restMs = pauseMs;
      try {
        await pass();
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
