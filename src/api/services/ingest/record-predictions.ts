import type { Prediction } from '#contract/prediction.ts';
import { unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { stageOutputs } from './stage-outputs.ts';
import { predictionRow } from './to-log-row.ts';

/** Takes records that the server itself read from what passed by; durable when it resolves. */
export async function recordPredictions(ports: Ports, records: readonly Prediction[]): Promise<void> {
  if (records.length === 0) return;
  const receivedMs = ports.now().getTime();
  const outputsOf = await stageOutputs(ports, records);
  const rows = records.map((record) =>
    predictionRow(record, outputsOf(record), receivedMs, ports.fingerprint),
  );
  const result = await ports.ingest.accept({ rows, labels: [] }, undefined, '');
  if (result.outcome === 'unavailable') throw unavailable(result.reason);
}
