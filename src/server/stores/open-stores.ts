import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlStore, IngestQueue } from '#api/ports.ts';
import type { PredictionLog } from '#api/prediction-log.ts';
import { lockDataFolder } from './data-lock.ts';
import { startEngine } from './engine/start-engine.ts';
import { openPglite, openPostgres } from './open-control-store.ts';
import { openPredictionLog } from './prediction-log.ts';
import { openSpool } from './spool.ts';

/** Left to what waits in the spool when the server stops; the rest waits for the next start. */
const DRAIN_MS = 5_000;

export interface Stores {
  log: PredictionLog;
  ingest: IngestQueue;
  control: ControlStore;
  close(): Promise<void>;
}

export type StorePlaces = {
  dataFolder: string;
  clickhouseUrl: string | undefined;
  databaseUrl: string | undefined;
};

/** The lock first, then both databases, then the queue before the log. Closes in the opposite order. */
export async function openStores(
  places: StorePlaces,
  onTrouble: (trouble: unknown) => void,
): Promise<Stores> {
  mkdirSync(places.dataFolder, { recursive: true });
  const unlock = lockDataFolder(places.dataFolder);
  try {
    const [predictions, control] = await Promise.all([
      openLog(places, onTrouble),
      openControl(places, onTrouble),
    ]);
    const spool = openSpool(join(places.dataFolder, 'spool.db'), predictions, onTrouble);
    return {
      log: predictions.log,
      ingest: spool,
      control: control.store,
      async close() {
        await spool.close(DRAIN_MS);
        await Promise.all([predictions.close(), control.close()]);
        unlock();
      },
    };
  } catch (fault) {
    unlock();
    throw fault;
  }
}

async function openLog({ dataFolder, clickhouseUrl }: StorePlaces, onTrouble: (trouble: unknown) => void) {
  if (clickhouseUrl !== undefined) return openPredictionLog({ url: clickhouseUrl });
  const engine = await startEngine(join(dataFolder, 'clickhouse'), onTrouble);
  const predictions = await openPredictionLog({ agent: engine.agent });
  return {
    ...predictions,
    async close() {
      await predictions.close();
      await engine.close();
    },
  };
}

function openControl({ dataFolder, databaseUrl }: StorePlaces, onTrouble: (trouble: unknown) => void) {
  return databaseUrl === undefined
    ? openPglite(join(dataFolder, 'control'))
    : openPostgres(databaseUrl, onTrouble);
}
