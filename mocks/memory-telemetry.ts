import type { IngestCounts, Telemetry } from '#api/telemetry.ts';

/** A page has no process of its own to measure. */
export function memoryTelemetry(ingest: IngestCounts): Telemetry {
  return { startedMs: 0, memoryBytes: () => 0, cpuSeconds: () => 0, ingest };
}
