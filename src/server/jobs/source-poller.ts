import type { Ports } from '#api/ports.ts';
import { pollDueSources } from '#api/services/alert-sources/poll.ts';
import { projectHandling } from '#api/services/alert-sources/project.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 2_000;

/** Asks other systems for their alerts, and shows them what people decided here, for as long as the server runs. */
export function startSourcePoller(
  ports: Pick<Ports, 'control' | 'monitoring' | 'log' | 'now'>,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS }: { pauseMs?: number } = {},
): Job {
  async function pass(): Promise<void> {
    await pollDueSources(ports, onTrouble).catch(onTrouble);
    await projectHandling(ports).catch(onTrouble);
  }

  return runUntilStopped(pass, { pauseMs, onTrouble });
}
