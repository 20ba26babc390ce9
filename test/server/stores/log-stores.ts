import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PredictionLog } from '#api/prediction-log.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { startEngine } from '#server/stores/engine/start-engine.ts';
import { openPredictionLog } from '#server/stores/prediction-log.ts';

export type OpenLog = { log: PredictionLog; close(): Promise<void> };

/** Every store of the prediction log: in memory, embedded, and a ClickHouse server where there is one. */
export const logStores: { name: string; open: () => Promise<OpenLog> }[] = [
  { name: 'memory', open: async () => ({ log: createMemoryPredictionLog(), close: async () => {} }) },
  { name: 'the embedded engine', open: openEmbedded },
  ...(process.env.CLICKHOUSE_URL
    ? [
        {
          name: 'a ClickHouse server',
          open: () => openPredictionLog({ url: process.env.CLICKHOUSE_URL as string }),
        },
      ]
    : []),
];

export async function openEmbedded(): Promise<OpenLog> {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const engine = await startEngine(join(folder, 'clickhouse'), (cause) => {
    throw cause;
  });
  const predictions = await openPredictionLog({ agent: engine.agent });
  return {
    log: predictions.log,
    async close() {
      await predictions.close();
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}
