import type { z } from 'zod';
import { IngestReceipt, Label, Prediction, Sample } from '#contract/prediction.ts';
import { unavailable, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Batch } from '../../prediction-log.ts';
import { parseRecords } from './parse-records.ts';
import { readBody } from './read-body.ts';
import { errorsShown, recordsRefused } from './records-refused.ts';
import { stageOutputs } from './stage-outputs.ts';
import { labelRow, predictionRow, sampleRow } from './to-log-row.ts';

export type IngestRequest = { request: Request; isPartial: boolean; key: string | undefined };

export function ingestPredictions(ports: Ports, request: IngestRequest): Promise<IngestReceipt> {
  return ingest(ports, request, Prediction, async (records, receivedMs) => {
    const outputsOf = await stageOutputs(ports, records);
    const rows = records.map((record) =>
      predictionRow(record, outputsOf(record), receivedMs, ports.fingerprint),
    );
    return { rows, labels: [] };
  });
}

export function ingestSamples(ports: Ports, request: IngestRequest): Promise<IngestReceipt> {
  return ingest(ports, request, Sample, async (records, receivedMs) => ({
    rows: records.map((record) => sampleRow(record, receivedMs)),
    labels: [],
  }));
}

export function ingestLabels(ports: Ports, request: IngestRequest): Promise<IngestReceipt> {
  return ingest(ports, request, Label, async (records, receivedMs) => ({
    rows: [],
    labels: records.map((record) => labelRow(record, receivedMs)),
  }));
}

async function ingest<T extends { time: string }>(
  ports: Ports,
  { request, isPartial, key }: IngestRequest,
  schema: z.ZodType<T>,
  toBatch: (records: T[], receivedMs: number) => Promise<Batch>,
): Promise<IngestReceipt> {
  const now = ports.now();
  const body = await readBody(request);
  const { records, errors } = await parseRecords(body, schema, now);
  if (errors.length > 0 && (!isPartial || records.length === 0)) throw recordsRefused(errors, records.length);

  const receipt: IngestReceipt = {
    accepted: records.length,
    rejected: errors.length,
    repeated: false,
    errors: errors.slice(0, errorsShown),
  };
  const idempotency =
    key === undefined ? undefined : { key, bodyHash: await sha256(`${isPartial}\n${body.text}`) };
  const result = await ports.ingest.accept(
    await toBatch(records, now.getTime()),
    idempotency,
    JSON.stringify(receipt),
  );
  switch (result.outcome) {
    case 'stored':
      return receipt;
    case 'repeated':
      return { ...IngestReceipt.parse(JSON.parse(result.receipt)), repeated: true };
    case 'unavailable':
      throw unavailable(result.reason);
    case 'conflict':
      throw unprocessable(
        '/problems/idempotency-key-reused',
        'the Idempotency-Key was used for another body',
        `use a new Idempotency-Key for a new batch; ${key} stands for an earlier one`,
      );
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
