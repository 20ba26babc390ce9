import { decodeColumns, type Column } from '#contract/columns.ts';
import { HistogramsHeader } from '#contract/histograms.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import { frozenSample } from '#stats/frozen-sample.ts';

/** Binned counts as the server sent them. */
export type Histograms = {
  header: HistogramsHeader;
  slotsMs: Float64Array;
  rows: Float64Array;
  metrics: MetricHistograms[];
};

/** Counts of one metric, slot-major: slots × bins. */
export type MetricHistograms = {
  reference: BinnedSample;
  counts: Float64Array;
  /** Sums of the values in each bin; empty for categorical metrics. */
  sums: Float64Array;
  missing: Float64Array;
  /** Every slot, views and not copies. */
  samples: readonly BinnedSample[];
};

export function decodeHistograms(buffer: ArrayBuffer): Histograms {
  const decoded = decodeColumns(buffer);
  const header = HistogramsHeader.parse(decoded.header);
  const column = (name: string): Float64Array => floats(decoded.columns, name);
  const metrics = header.metrics.map((metric, index) =>
    metricHistograms(metric, {
      counts: column(`counts.${index}`),
      sums: metric.kind === 'numeric' ? column(`sums.${index}`) : new Float64Array(),
      missing: column(`missing.${index}`),
    }),
  );
  return { header, slotsMs: column('slotsMs'), rows: column('rows'), metrics };
}

function metricHistograms(
  described: HistogramsHeader['metrics'][number],
  { counts, sums, missing }: Pick<MetricHistograms, 'counts' | 'sums' | 'missing'>,
): MetricHistograms {
  const { kind } = described;
  const reference = frozenSample(described);
  const size = described.counts.length;
  const samples = Array.from(missing, (count, slot): BinnedSample => {
    const [from, to] = [slot * size, (slot + 1) * size];
    return { kind, counts: counts.subarray(from, to), sums: sums.subarray(from, to), missing: count };
  });
  return { reference, counts, sums, missing, samples };
}

function floats(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name);
  if (!(column instanceof Float64Array)) throw new Error(`the answer has no column ${name}`);
  return column;
}
