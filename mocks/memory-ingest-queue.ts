import type { IngestQueue } from '#api/ports.ts';
import type { PredictionLog } from '#api/prediction-log.ts';

/** Hands each batch to the log at once; the keys it took last as long as it does. */
export function createMemoryIngestQueue(log: Pick<PredictionLog, 'insert'>): IngestQueue {
  const taken = new Map<string, { bodyHash: string; receipt: string }>();
  let inserted: Promise<void> = Promise.resolve();
  let batches = 0;

  return {
    async accept(batch, idempotency, receipt) {
      const earlier = idempotency && taken.get(idempotency.key);
      if (earlier) {
        const isSame = earlier.bodyHash === idempotency.bodyHash;
        return isSame ? { outcome: 'repeated', receipt: earlier.receipt } : { outcome: 'conflict' };
      }
      if (idempotency) taken.set(idempotency.key, { bodyHash: idempotency.bodyHash, receipt });
      batches++;
      const token = `batch-${batches}`;
      inserted = inserted.then(() => log.insert(batch, token));
      await inserted;
      return { outcome: 'stored' };
    },
    settled: () => inserted,
  };
}
