import { fetchColumns } from '#contract/client.ts';
import type { HistogramsHeader } from '#contract/histograms.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import type { MetricWindow } from '../tasks/drift-map-tasks.ts';
import type { TaskContext } from '../protocol.ts';
import { type ComparedMetric, comparedMetric } from './compared-metric.ts';
import { decodeHistograms, type Histograms, type MetricHistograms } from './histograms.ts';
import { createReferenceHistories, type HistoryFound } from './reference-history.ts';

/** Counts and what they are compared with. */
export type Counts = Omit<Histograms, 'metrics'> & {
  url: string;
  history: HistoryFound;
  metrics: MetricCounts[];
};

export type MetricCounts = MetricHistograms &
  ComparedMetric & {
    /** All slots together. */
    whole: Compared;
  };

/** A sample, what it is compared with, and how many of its rows are worth one independent row. */
export type Compared = ReturnType<ComparedMetric['spanAgainst']> & { sample: BinnedSample };

const kept = 4;

/** Keeps the counts last used, by URL. */
export interface CountsCache {
  /** Fetches anew. */
  load(url: string, context: TaskContext): Promise<Counts>;
  /** What is kept, else as {@link load}. */
  get(url: string, context: TaskContext): Promise<Counts>;
}

export function createCountsCache(): CountsCache {
  const entries = new Map<string, Counts>();
  const histories = createReferenceHistories();

  function keep(url: string, counts: Counts): Counts {
    entries.delete(url);
    entries.set(url, counts);
    const oldest = entries.keys().next().value;
    if (entries.size > kept && oldest !== undefined) entries.delete(oldest);
    return counts;
  }

  async function load(url: string, context: TaskContext): Promise<Counts> {
    const histograms = decodeHistograms(await fetchColumns(url, context.signal));
    const history = await histories.find(url, histograms, context);
    return keep(url, { ...histograms, url, history, metrics: comparedMetrics(histograms, history) });
  }

  return {
    load,
    get(url, context) {
      const known = entries.get(url);
      return known ? Promise.resolve(keep(url, known)) : load(url, context);
    },
  };
}

function comparedMetrics({ header, slotsMs, metrics }: Histograms, history: HistoryFound): MetricCounts[] {
  return metrics.map((metric, index) => {
    const own =
      history.status === 'ok' ? history.metrics.get(header.metrics[index]?.metric ?? '') : undefined;
    const compared = { ...metric, ...comparedMetric(metric, slotsMs, own) };
    return { ...compared, whole: comparedSpan(compared, 0, slotsMs.length) };
  });
}

/** The slots from `first` on, before `end`, together. */
export function comparedSpan(
  metric: MetricHistograms & ComparedMetric,
  first: number,
  end: number,
): Compared {
  return { ...metric.spanAgainst(first, end), sample: spanSample(metric, first, end) };
}

/** One metric of the counts, and its values in the slots that start in a window. */
export function windowSample(
  { header, slotsMs, metrics }: Counts,
  { metric, fromMs, toMs }: Omit<MetricWindow, 'method'>,
): {
  described: HistogramsHeader['metrics'][number];
  counts: MetricCounts;
  /** What the window is compared with. */
  reference: BinnedSample;
  sample: BinnedSample;
  /** How many of its rows are worth one independent row. */
  dispersion: number;
} {
  const index = header.metrics.findIndex((candidate) => candidate.metric === metric);
  const [described, counts] = [header.metrics[index], metrics[index]];
  if (!described || !counts) throw new Error(`the counts have no metric ${metric}`);
  const [first, end] = [firstFrom(slotsMs, fromMs), firstFrom(slotsMs, toMs)];
  return { described, counts, ...comparedSpan(counts, first, end) };
}

/** The first slot that starts at that moment or later. */
function firstFrom(slotsMs: Float64Array, fromMs: number): number {
  const slot = slotsMs.findIndex((startMs) => startMs >= fromMs);
  return slot < 0 ? slotsMs.length : slot;
}

/** The values of a metric in the slots from `first` on, before `end`, together; all slots when left out. */
export function spanSample(
  { reference, counts, sums, missing }: MetricHistograms,
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
