import type { IngestCounts, Telemetry } from '#api/telemetry.ts';

export function processTelemetry(ingest: IngestCounts): Telemetry {
  return {
    startedMs: Date.now() - process.uptime() * 1000,
    memoryBytes: () => process.memoryUsage.rss(),
    cpuSeconds() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    ingest,
  };
}
