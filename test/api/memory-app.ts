import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';
import { createEvidenceReader } from '#api/services/rollout-evidence/read-evidence.ts';
import { createInferenceJoiner } from '#api/services/inference/joiner.ts';
import { countIngest } from '#api/services/ingest/count-ingest.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { createMemoryIngestQueue } from '#mocks/memory-ingest-queue.ts';
import { memoryMonitoring } from '#mocks/memory-monitoring.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { createMemoryNotifier } from '#mocks/memory-notifier.ts';
import { createMemorySecrets } from '#mocks/memory-secrets.ts';
import { memoryTelemetry } from '#mocks/memory-telemetry.ts';
import { judgeAutomation } from '#workers/automation/judge-automation.ts';
import { judgeQuality } from '#workers/quality/judge-quality.ts';

export const now = new Date('2026-11-23T12:00:00Z');

/** The real app over memory stores, at a fixed time, and a small client for tests. */
export function memoryApp() {
  const log = createMemoryPredictionLog();
  let ids = 0;
  const control = createMemoryControlStore({ currentTime: () => now.getTime() });
  const ingest = countIngest(createMemoryIngestQueue(log));
  const ports: Ports = {
    log,
    ingest: ingest.queue,
    control,
    now: () => now,
    newId: () => `id-${++ids}`,
    fingerprint: (text) => `#${text.length}`,
    status: () => ({ state: 'off' }),
    judgeQuality: async (question) => judgeQuality(question),
    judgeAutomation: async (question) => judgeAutomation(question),
    inferences: createInferenceJoiner({ waitMs: 60_000, most: 1000 }),
    secrets: createMemorySecrets(),
    monitoring: memoryMonitoring(),
    telemetry: memoryTelemetry(ingest.counts),
    notifier: createMemoryNotifier(),
    traffic: { adapterOf: () => undefined },
    evidence: createEvidenceReader({ log, control, now: () => now }),
    listener: { isLocal: () => true, hasSample: false, publicOrigin: undefined },
    loaderToken: undefined,
  };
  const faults: Error[] = [];
  const app = createApp(ports, { onFault: (fault) => faults.push(fault) });

  function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return app.request(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
  }
  function get(path: string) {
    return app.request(`/api/v1${path}`);
  }
  return { app, ports, faults, post, get };
}

export type MemoryApp = ReturnType<typeof memoryApp>;

/** A prediction record `minutes` before now. */
export function prediction(minutes: number, record: Record<string, unknown> = {}) {
  const time = new Date(now.getTime() - minutes * 60_000).toISOString();
  return { pipeline: 'loans', stage: 'score', time, ...record };
}
