import { vi } from 'vitest';
import { now, type MemoryApp } from '#test/api/memory-app.ts';
import { createDriftClient, type DriftClient } from '#workers/drift-client.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';
import { openInProcessLane } from './in-process-lane.ts';

/** The pipeline that `prediction` records are of. */
export const loansUrl = 'http://anchorwatch.test/api/v1/pipelines/loans';

/** One worker with the product's handlers, in this thread. */
export function openInProcessClient(): DriftClient {
  return createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
}

/** What the worker fetches comes from this API, until globals are unstubbed. */
export function answerFrom({ app }: Pick<MemoryApp, 'app'>): void {
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => Promise.resolve(app.request(url, init)));
}

export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}
