import type { ReferenceBins } from '#contract/reference.ts';
import { binRanges } from '#stats/bins.ts';
import { type BinnedSample, type DriftMethod, scoreBins } from '#stats/drift-score.ts';
import { jensenShannonTerms } from '#stats/jensen-shannon.ts';
import { psiTerms } from '#stats/psi.ts';
import type { MetricBins, TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { type CountsCache, spanSample } from './counts.ts';
import { missingShareOf } from './missing-share-of.ts';

export async function metricBins(
  cache: CountsCache,
  { url, metric, fromMs, toMs, method }: TaskInput<'metricBins'>,
  { signal }: TaskContext,
): Promise<TaskResult<'metricBins'>> {
  const { header, slotsMs, metrics } = await cache.get(url, signal);
  const index = header.metrics.findIndex((candidate) => candidate.metric === metric);
  const [described, counts] = [header.metrics[index], metrics[index]];
  if (!described || !counts) throw new Error(`the counts have no metric ${metric}`);

  const sample = spanSample(counts, firstFrom(slotsMs, fromMs), firstFrom(slotsMs, toMs));
  const output: MetricBins = {
    score: scoreBins(method, counts.reference, sample),
    labels: described.labels,
    edges: edgesOf(described.bins),
    reference: counts.reference.counts.slice(),
    current: sample.counts.slice(),
    contributions: contributionsOf(method, counts.reference, sample),
    missing: { reference: described.missing, current: sample.missing },
    missingShare: missingShareOf(counts, sample),
  };
  const arrays = [output.reference, output.current, output.contributions];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

/** Shares of the divergence; NaN when a side is empty or nothing differs. */
function contributionsOf(
  method: DriftMethod,
  reference: BinnedSample,
  current: BinnedSample,
): Float64Array<ArrayBuffer> {
  const termsOf = method === 'psi' ? psiTerms : jensenShannonTerms;
  const terms = termsOf(reference.counts, current.counts);
  const sum = terms.reduce((total, term) => total + term, 0);
  return Float64Array.from(terms, (term) => (sum > 0 ? term / sum : Number.NaN));
}

/** The first slot that starts at that moment or later. */
function firstFrom(slotsMs: Float64Array, fromMs: number): number {
  const slot = slotsMs.findIndex((startMs) => startMs >= fromMs);
  return slot < 0 ? slotsMs.length : slot;
}

function edgesOf(bins: ReferenceBins): Float64Array | undefined {
  if (bins.kind !== 'numeric' || bins.atoms || bins.edges.length === 0) return undefined;
  const { low, high } = binRanges({ ...bins, edges: Int32Array.from(bins.edges) });
  return Float64Array.of(low[0] ?? -Infinity, ...high);
}
