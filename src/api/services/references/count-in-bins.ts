import type { ReferenceBins, ReferenceMetric } from '#contract/reference.ts';
import { binCount, type Bins } from '#stats/bins.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import type { PredictionLog, StageSelection } from '../../prediction-log.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The rows of a window, and its values in the bins of a reference, by metric. */
export async function countInBins(
  log: PredictionLog,
  selection: StageSelection,
  frozen: readonly ReferenceMetric[],
): Promise<{ rows: number; samples: Map<string, BinnedSample> }> {
  const bins = new Map(frozen.map(({ metric, bins: own }) => [metric, toBins(own)]));
  // Steps of whole hours would snap the borders to hours.
  const stepMs = Math.ceil((selection.toMs - selection.fromMs) / HOUR_MS) * HOUR_MS + MINUTE_MS;
  const [rows, slots] = await Promise.all([
    log.countRows(selection),
    log.binSlots({ ...selection, stepMs, metrics: [...bins.keys()] }, bins),
  ]);
  const byMetric = Map.groupBy(slots, ({ metric }) => metric);
  const samples = new Map<string, BinnedSample>();
  for (const [metric, own] of bins) {
    const counts = new Float64Array(binCount(own));
    const sums = new Float64Array(own.kind === 'numeric' ? counts.length : 0);
    let missing = rows;
    for (const { bin, count, sum } of byMetric.get(metric) ?? []) {
      counts[bin] = (counts[bin] ?? 0) + count;
      if (bin < sums.length) sums[bin] = (sums[bin] ?? 0) + sum;
      missing -= count;
    }
    samples.set(metric, { kind: own.kind, counts, sums, missing: Math.max(0, missing) });
  }
  return { rows, samples };
}

export function toBins(bins: ReferenceBins): Bins {
  return bins.kind === 'numeric' ? { ...bins, edges: Int32Array.from(bins.edges) } : bins;
}
