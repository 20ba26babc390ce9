import { fetchColumns } from '#contract/client.ts';
import { decodeColumns, type Column } from '#contract/columns.ts';
import { HistogramsHeader } from '#contract/histograms.ts';
import type { BinnedSample } from '#stats/drift-score.ts';

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

/** The values of a metric in one slot; views, not copies. */
export function slotSample({ reference, counts, sums, missing }: MetricCounts, slot: number): BinnedSample {
  const bins = reference.counts.length;
  const part = (values: Float64Array): Float64Array => values.subarray(slot * bins, (slot + 1) * bins);
  return { kind: reference.kind, counts: part(counts), sums: part(sums), missing: missing[slot] ?? 0 };
}

/** The values of a metric in the slots from `first` on, before `end`, together; all slots when left out. */
export function spanSample(
  { reference, counts, sums, missing }: MetricCounts,
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
  for (let i = 0; i < values.length; i++) {
    result[i % bins] = (result[i % bins] as number) + (values[i] as number);
  }
  return result;
}

function decodeCounts(url: string, buffer: ArrayBuffer): Counts {
  const decoded = decodeColumns(buffer);
  const header = HistogramsHeader.parse(decoded.header);
  const column = (name: string): Float64Array => floats(decoded.columns, name);
  return {
    url,
    header,
    slotsMs: column('slotsMs'),
    rows: column('rows'),
    metrics: header.metrics.map((metric, index) => ({
      reference: {
        kind: metric.kind,
        counts: Float64Array.from(metric.counts),
        sums: Float64Array.from(metric.sums),
        missing: metric.missing,
      },
      counts: column(`counts.${index}`),
      sums: metric.kind === 'numeric' ? column(`sums.${index}`) : new Float64Array(),
      missing: column(`missing.${index}`),
    })),
  };
}

function floats(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name);
  if (!(column instanceof Float64Array)) throw new Error(`the answer has no column ${name}`);
  return column;
}
