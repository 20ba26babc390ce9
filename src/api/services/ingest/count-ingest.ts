import type { IngestQueue } from '../../ports.ts';
import type { IngestCounts } from '../../telemetry.ts';

/** The same queue, and what went through it since. */
export function countIngest(queue: IngestQueue): { queue: IngestQueue; counts: IngestCounts } {
  const counts: IngestCounts = {
    rows: 0,
    labels: 0,
    batches: { stored: 0, repeated: 0, conflict: 0, unavailable: 0 },
  };
  return {
    counts,
    queue: {
      async accept(batch, idempotency, receipt) {
        const accepted = await queue.accept(batch, idempotency, receipt);
        counts.batches[accepted.outcome]++;
        if (accepted.outcome === 'stored') {
          counts.rows += batch.rows.length;
          counts.labels += batch.labels.length;
        }
        return accepted;
      },
      settled: () => queue.settled(),
    },
  };
}
