import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { recordUnanswered } from '#api/services/ingest/ingest-kserve.ts';

const PAUSE_MS = 5_000;

/** Records requests whose answer never came, for as long as the server runs. */
export function startUnanswered(
  ports: Ports,
  onTrouble: (trouble: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await recordUnanswered(ports).catch(onTrouble);
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined); // only a stop ends it early
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
