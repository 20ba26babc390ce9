import type { Label, Prediction, Sample } from '#contract/prediction.ts';
import type { ApiClient } from './client.ts';

/** The seed and the instant the story is told from; together they fix every row. */
export type SampleSource = { seed: number; anchor: Date };

export type Batch = { pipeline: 'speech' | 'hotel'; part: string } & (
  | { kind: 'predictions'; records: Prediction[] }
  | { kind: 'samples'; records: Sample[] }
  | { kind: 'labels'; records: Label[] }
);

/** `part` names the batch within its kind; the same part always has the same records, so the key stands for them. */
export async function sendBatch(
  client: ApiClient,
  { seed, anchor }: SampleSource,
  { pipeline, kind, part, records }: Batch,
): Promise<void> {
  if (records.length === 0) return;
  await client.send({
    method: 'POST',
    path: `/api/v1/${kind}`,
    body: { type: 'application/x-ndjson', text: toNdjson(records) },
    idempotencyKey: `sample-${seed}-${anchor.getTime()}-${pipeline}-${kind}-${part}`,
  });
}

/**
 * As if each record had come in as it happened, whenever the sample is loaded: up to a second later, as the live feed
 * sends once a second. Its own milliseconds are as good as a draw, and the same each time.
 */
function toNdjson(records: readonly { time: string; receivedAt?: string | undefined }[]): string {
  let text = '';
  for (const record of records) {
    const timeMs = Date.parse(record.time);
    const receivedAt = record.receivedAt ?? new Date(timeMs + (timeMs % 1000)).toISOString();
    text += JSON.stringify({ ...record, receivedAt }) + '\n';
  }
  return text;
}
