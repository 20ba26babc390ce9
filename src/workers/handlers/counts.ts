import { fetchColumns } from '#contract/client.ts';
import { decodeColumns, type Column } from '#contract/columns.ts';
import { HistogramsHeader } from '#contract/histograms.ts';
import type { ReferenceBins } from '#contract/reference.ts';
import { binRanges } from '#stats/bins.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import { type ComparedSamples, comparedSamples } from '#stats/sample-scores.ts';
import type { MetricWindow } from '../protocol.ts';

/** Binned counts as the server sent them. */
export type Counts = {
  url: string;
  header: HistogramsHeader;
  slotsMs: Float64Array;
  rows: Float64Array;
  metrics: MetricCounts[];
};

/** Counts of one metric, slot-major: slots × bins. */
export type MetricCounts = {
  reference: BinnedSample;
  counts: Float64Array;
  /** Sums of the values in each bin; empty for categorical metrics. */
  sums: Float64Array;
  missing: Float64Array;
  /** How many of its rows are worth one independent row, see `rowDispersion`. */
  dispersion: number;
  /** All slots together. */
  whole: BinnedSample;
  /** Every slot, views and not copies, against a reference without `ranges`: no cell of a map shows a bound. */
  slots: ComparedSamples;
};

const kept = 4;

/** Keeps the counts last used, by URL. */
export interface CountsCache {
  /** Fetches anew. */
  load(url: string, signal: AbortSignal): Promise<Counts>;
  /** What is kept, else as {@link load}. */
  get(url: string, signal: AbortSignal): Promise<Counts>;
}

export function createCountsCache(): CountsCache {
  const entries = new Map<string, Counts>();

  function keep(url: string, counts: Counts): Counts {
    entries.delete(url);
    entries.set(url, counts);
    const oldest = entries.keys().next().value;
    if (entries.size > kept && oldest !== undefined) entries.delete(oldest);
    return counts;
  }

  async function load(url: string, signal: AbortSignal): Promise<Counts> {
    return keep(url, decodeCounts(url, await fetchColumns(url, signal)));
  }

  return {
    load,
    get(url, signal) {
      const known = entries.get(url);
      return known ? Promise.resolve(keep(url, known)) : load(url, signal);
    },
  };
}

/** One metric of the counts, and its values in the slots that start in a window. */
export function windowSample(
  { header, slotsMs, metrics }: Counts,
  { metric, fromMs, toMs }: Omit<MetricWindow, 'method'>,
): { described: HistogramsHeader['metrics'][number]; counts: MetricCounts; sample: BinnedSample } {
  const index = header.metrics.findIndex((candidate) => candidate.metric === metric);
  const [described, counts] = [header.metrics[index], metrics[index]];
  if (!described || !counts) throw new Error(`the counts have no metric ${metric}`);
  const sample = spanSample(counts, firstFrom(slotsMs, fromMs), firstFrom(slotsMs, toMs));
  return { described, counts, sample };
}

/** The first slot that starts at that moment or later. */
function firstFrom(slotsMs: Float64Array, fromMs: number): number {
  const slot = slotsMs.findIndex((startMs) => startMs >= fromMs);
  return slot < 0 ? slotsMs.length : slot;
}

/** The values of a metric in the slots from `first` on, before `end`, together; all slots when left out. */
export function spanSample(
  { reference, counts, sums, missing }: Pick<MetricCounts, 'reference' | 'counts' | 'sums' | 'missing'>,
  first = 0,
  end = missing.length,
): BinnedSample {
  const bins = reference.counts.length;
  const part = (values: Float64Array): Float64Array =>
    sumOfSlots(values.subarray(first * bins, end * bins), bins);
  return {
    kind: reference.kind,
    counts: part(counts),
    sums: part(sums),
    missing: missing.subarray(first, end).reduce((sum, count) => sum + count, 0),
  };
}

function sumOfSlots(values: Float64Array, bins: number): Float64Array {
  const result = new Float64Array(bins);
  for (let start = 0; start < values.length; start += bins) {
    for (let bin = 0; bin < bins; bin++) result[bin]! += values[start + bin] as number;
  }
  return result;
}

function decodeCounts(url: string, buffer: ArrayBuffer): Counts {
  const decoded = decodeColumns(buffer);
  const header = HistogramsHeader.parse(decoded.header);
  const column = (name: string): Float64Array => floats(decoded.columns, name);
  const metrics = header.metrics.map((metric, index) =>
    metricCounts(metric, {
      counts: column(`counts.${index}`),
      sums: metric.kind === 'numeric' ? column(`sums.${index}`) : new Float64Array(),
      missing: column(`missing.${index}`),
    }),
  );
  return { url, header, slotsMs: column('slotsMs'), rows: column('rows'), metrics };
}

function metricCounts(
  { kind, bins, ...described }: HistogramsHeader['metrics'][number],
  { counts, sums, missing }: Pick<MetricCounts, 'counts' | 'sums' | 'missing'>,
): MetricCounts {
  const reference: BinnedSample = {
    kind,
    counts: Float64Array.from(described.counts),
    sums: Float64Array.from(described.sums),
    ranges: rangesOf(bins),
    missing: described.missing,
    sharedCategories: bins.kind === 'categorical' ? bins.tail.length : 0,
  };
  const size = described.counts.length;
  const slots = Array.from(missing, (count, slot): BinnedSample => {
    const [from, to] = [slot * size, (slot + 1) * size];
    return { kind, counts: counts.subarray(from, to), sums: sums.subarray(from, to), missing: count };
  });
  const dispersion = rowDispersion(
    slots.map((slot) => slot.counts),
    kind === 'numeric',
  );
  return {
    reference,
    counts,
    sums,
    missing,
    dispersion,
    whole: spanSample({ reference, counts, sums, missing }),
    slots: comparedSamples({ ...reference, ranges: undefined }, slots, dispersion),
  };
}

function rangesOf(bins: ReferenceBins): BinnedSample['ranges'] {
  return bins.kind === 'numeric' ? binRanges({ ...bins, edges: Int32Array.from(bins.edges) }) : undefined;
}

function floats(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name);
  if (!(column instanceof Float64Array)) throw new Error(`the answer has no column ${name}`);
  return column;
}
