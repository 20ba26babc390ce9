import type { ReferenceMetric } from '#contract/reference.ts';
import { binCount } from '#stats/bins.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import type { PredictionLog, SlotSelection } from '../../prediction-log.ts';
import { toBins } from '../references/count-in-bins.ts';

/** The slots with rows, in order of time, and what they hold of each metric in the bins of its reference. */
export async function slotsInBins(
  log: PredictionLog,
  selection: SlotSelection,
  frozen: readonly ReferenceMetric[],
): Promise<{ slotsMs: Float64Array; samples: ReadonlyMap<string, BinnedSample[]> }> {
  const bins = new Map(frozen.map(({ metric, bins: own }) => [metric, toBins(own)]));
  const [rowSlots, binSlots] = await Promise.all([
    log.rowSlots(selection),
    log.binSlots({ ...selection, metrics: [...bins.keys()] }, bins),
  ]);
  const rows = rowSlots.toSorted((a, b) => a.slotMs - b.slotMs);
  const position = new Map(rows.map(({ slotMs }, at) => [slotMs, at]));
  const samples = new Map(
    [...bins].map(([metric, own]): [string, BinnedSample[]] => {
      const size = binCount(own);
      return [
        metric,
        rows.map(({ rows: missing }) => ({
          kind: own.kind,
          counts: new Float64Array(size),
          sums: new Float64Array(own.kind === 'numeric' ? size : 0),
          missing,
        })),
      ];
    }),
  );
  for (const { metric, slotMs, bin, count, sum } of binSlots) {
    const sample = samples.get(metric)?.[position.get(slotMs) ?? -1];
    if (!sample) continue;
    sample.counts[bin] = count;
    if (sample.sums && bin < sample.sums.length) sample.sums[bin] = sum;
    sample.missing = Math.max(0, sample.missing - count);
  }
  return { slotsMs: Float64Array.from(rows, ({ slotMs }) => slotMs), samples };
}
