import { join } from 'node:path';
import { startEngine } from '#server/stores/engine/start-engine.ts';
import { openPredictionLog } from '#server/stores/prediction-log.ts';
import { openSpool } from '#server/stores/spool.ts';
import { crashBatch } from './crash-batch.ts';

/** Run as a process, `<folder> <first batch>`: accepts one batch after the other and tells each answer, until it is killed. */
const [folder, first] = process.argv.slice(2) as [string, string];

const engine = await startEngine(join(folder, 'clickhouse'), () => {});
const predictions = await openPredictionLog({ agent: engine.agent });
const spool = openSpool(join(folder, 'spool.db'), predictions, () => {});
for (let n = Number(first); ; n++) {
  await spool.accept(crashBatch(n), { key: `key-${n}`, bodyHash: 'h' }, 'receipt');
  process.send?.({ accepted: n, engine: engine.pid() });
}
