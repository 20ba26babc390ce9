import type { Segment } from '#contract/segment.ts';
import { binCount } from '#stats/bins.ts';
import type { PredictionLog, StageSelection, StoredReference } from '../../ports.ts';
import { toBins } from './freeze.ts';

const HOUR_MS = 3_600_000;

/** The same reference, its bins kept, counted of the rows in the segments alone: a segment is compared with itself. */
export async function narrowReference(
  log: PredictionLog,
  reference: StoredReference,
  segments: readonly Segment[],
): Promise<StoredReference> {
  const { pipeline, stage, from, to } = reference;
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  const selection: StageSelection = { pipeline, stage, role: 'live', segments, fromMs, toMs };
  const bins = new Map(reference.metrics.map(({ metric, bins: own }) => [metric, toBins(own)]));
  // Steps of whole hours would snap the borders to hours.
  const stepMs = Math.ceil((toMs - fromMs) / HOUR_MS) * HOUR_MS + 60_000;
  const [rows, slots] = await Promise.all([
    log.countRows(selection),
    log.binSlots({ ...selection, stepMs, metrics: [...bins.keys()] }, bins),
  ]);
  const byMetric = Map.groupBy(slots, ({ metric }) => metric);
  const metrics = reference.metrics.map((metric) => {
    const size = binCount(toBins(metric.bins));
    const counts = Array.from({ length: size }, () => 0);
    const sums = metric.sums.map(() => 0);
    for (const { bin, count, sum } of byMetric.get(metric.metric) ?? []) {
      counts[bin] = (counts[bin] ?? 0) + count;
      if (bin < sums.length) sums[bin] = (sums[bin] ?? 0) + sum;
    }
    const counted = counts.reduce((total, count) => total + count, 0);
    return { ...metric, counts, sums, missing: Math.max(0, rows - counted) };
  });
  return { ...reference, rows, metrics };
}
