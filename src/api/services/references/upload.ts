import { builtInMetrics } from '#contract/metric.ts';
import { Prediction } from '#contract/prediction.ts';
import { ReferenceRecord, type Reference } from '#contract/reference.ts';
import { bucketOf } from '#stats/bucket.ts';
import type { Actor } from '../../access/actor.ts';
import { unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { BucketCount, CategoryCount, LogRow } from '../../prediction-log.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { parseRecords } from '../ingest/parse-records.ts';
import { readBody } from '../ingest/read-body.ts';
import { recordsRefused } from '../ingest/records-refused.ts';
import { stageOutputs } from '../ingest/stage-outputs.ts';
import { predictionRow } from '../ingest/to-log-row.ts';
import { freezeCounts } from './freeze.ts';
import { withoutMetrics } from './resolve.ts';

export type ReferenceUpload = {
  pipeline: string;
  stage: string;
  name: string;
  modelVersion: string | undefined;
  request: Request;
  actor: Actor;
};

/**
 * Freezes rows that are not in the log. They are stored beside it, under the id of the reference, so that exact
 * tests find them; no figure of the stage counts them.
 */
export async function uploadReference(ports: Ports, upload: ReferenceUpload): Promise<Reference> {
  const { pipeline, stage, name, modelVersion, actor } = upload;
  const now = ports.now();
  const id = ports.newId();
  const createdAt = now.toISOString();
  const timed = ReferenceRecord.extend({ time: Prediction.shape.time.default(createdAt) });
  const { records, errors } = await parseRecords(await readBody(upload.request), timed, now);
  if (errors.length > 0) throw recordsRefused(errors, 0);

  const predictions = records.map((record, index) =>
    Prediction.parse({ ...record, pipeline, stage, version: id, requestId: String(index) }),
  );
  const outputsOf = await stageOutputs(ports, predictions);
  const rows = predictions.map((record) =>
    referenceRow(predictionRow(record, outputsOf(record), now.getTime(), ports.fingerprint)),
  );
  const accepted = await ports.ingest.accept({ rows, labels: [] }, undefined, '');
  if (accepted.outcome === 'unavailable') throw unavailable(accepted.reason);

  const times = rows.map(({ timeMs }) => timeMs);
  const stored = await ports.control.createReference(
    {
      id,
      pipeline,
      stage,
      name,
      version: 1,
      from: instant(times.reduce((least, time) => Math.min(least, time))),
      to: instant(times.reduce((most, time) => Math.max(most, time)) + 1),
      rows: rows.length,
      createdAt,
      createdBy: actor.id,
      source: 'upload',
      ...(modelVersion !== undefined && { modelVersion }),
      automatic: false,
      provisional: false,
      metrics: freezeCounts(bucketCounts(rows), categoryCounts(rows), rows.length),
    },
    auditEntry(actor, now, {
      action: 'reference.upload',
      subject: `${pipeline}/${stage}/${name}`,
      after: { rows: rows.length, modelVersion },
    }),
  );
  return withoutMetrics(stored);
}

/** Without what says something of the way of a row to us, and nothing of the row. */
function referenceRow(row: LogRow): LogRow {
  const { [builtInMetrics.arrivalDelay]: _, ...numbers } = row.numbers;
  const { [builtInMetrics.status]: __, ...categories } = row.categories;
  return { ...row, kind: 'reference', role: 'reference', numbers, categories };
}

function bucketCounts(rows: readonly LogRow[]): BucketCount[] {
  const found = new Map<string, BucketCount>();
  for (const { numbers } of rows) {
    for (const [metric, value] of Object.entries(numbers)) {
      const bucket = bucketOf(value);
      const key = JSON.stringify([metric, bucket]);
      const known = found.get(key) ?? { metric, bucket, count: 0, sum: 0 };
      found.set(key, { ...known, count: known.count + 1, sum: known.sum + value });
    }
  }
  return [...found.values()];
}

function categoryCounts(rows: readonly LogRow[]): CategoryCount[] {
  const found = new Map<string, CategoryCount>();
  for (const { categories } of rows) {
    for (const [metric, category] of Object.entries(categories)) {
      const key = JSON.stringify([metric, category]);
      found.set(key, { metric, category, count: (found.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
