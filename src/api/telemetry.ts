/** What the process knows of itself. Counters begin at 0 with it. */
export interface Telemetry {
  startedMs: number;
  memoryBytes(): number;
  cpuSeconds(): number;
  ingest: IngestCounts;
}

/** Of this process: `rows` and `labels` count what was stored, batches whatever became of them. */
export type IngestCounts = {
  rows: number;
  labels: number;
  batches: Record<'stored' | 'repeated' | 'conflict' | 'unavailable', number>;
};
