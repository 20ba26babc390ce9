import type { Ports } from '#api/ports.ts';
import { recordUnanswered } from '#api/services/ingest/ingest-kserve.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 5_000;

/** Records requests whose answer never came, for as long as the server runs. */
export function startUnanswered(ports: Ports, onTrouble: (trouble: unknown) => void): Job {
  return runUntilStopped(() => recordUnanswered(ports), {
    pauseMs: PAUSE_MS,
    troublePauseMs: PAUSE_MS,
    onTrouble,
  });
}
