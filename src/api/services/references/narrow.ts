import type { Segment } from '#contract/segment.ts';
import type { StoredReference } from '../../ports.ts';
import type { PredictionLog } from '../../prediction-log.ts';
import { countInBins } from './count-in-bins.ts';
import { referenceRows } from './reference-rows.ts';

/** The same reference, its bins kept, counted of the rows in the segments alone: a segment is compared with itself. */
export async function narrowReference(
  log: PredictionLog,
  reference: StoredReference,
  segments: readonly Segment[],
): Promise<StoredReference> {
  const { rows, samples } = await countInBins(
    log,
    { ...referenceRows(reference), segments },
    reference.metrics,
  );
  const metrics = reference.metrics.map((metric) => {
    const sample = samples.get(metric.metric);
    if (!sample) return metric;
    const { counts, sums = [], missing } = sample;
    return { ...metric, counts: [...counts], sums: [...sums], missing };
  });
  return { ...reference, rows, metrics };
}
