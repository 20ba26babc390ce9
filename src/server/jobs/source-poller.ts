import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { pollDueSources } from '#api/services/alert-sources/poll.ts';
import { projectHandling } from '#api/services/alert-sources/project.ts';

const PAUSE_MS = 2_000;

/** Asks other systems for their alerts, and shows them what people decided here, for as long as the server runs. */
export function startSourcePoller(
  ports: Pick<Ports, 'control' | 'monitoring' | 'log' | 'now'>,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS }: { pauseMs?: number } = {},
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pollDueSources(ports, onTrouble).catch(onTrouble);
      await projectHandling(ports).catch(onTrouble);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined); // only a stop ends it early
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
