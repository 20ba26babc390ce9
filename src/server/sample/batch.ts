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

function toNdjson(records: readonly object[]): string {
  let text = '';
  for (const record of records) text += JSON.stringify(record) + '\n';
  return text;
}
