import type { Batch, PredictionLog } from '#api/prediction-log.ts';
import type { Lines, SpoolTarget } from '#server/stores/spool.ts';

/** A log in memory that takes what a spool sends. */
export function memoryTarget(log: Pick<PredictionLog, 'insert'>): SpoolTarget {
  return { insertLines: (lines, token) => log.insert(toBatch(lines), token) };
}

export function toBatch({ rows, labels }: Lines): Batch {
  return { rows: parsed(rows) as Batch['rows'], labels: parsed(labels) as Batch['labels'] };
}

function parsed(lines: Uint8Array): unknown[] {
  const texts = new TextDecoder().decode(lines).split('\n');
  return texts.filter((text) => text !== '').map((text) => JSON.parse(text) as unknown);
}
