import type { ReferenceBins } from '#contract/reference.ts';
import { binRanges } from '#stats/bins.ts';
import { windowThreshold } from '#stats/budget/window-threshold.ts';
import { totalOf } from '#stats/counts.ts';
import { type BinnedSample, type DriftMethod, scoreBins } from '#stats/drift-score.ts';
import { jensenShannonTerms } from '#stats/jensen-shannon.ts';
import { psiTerms } from '#stats/psi.ts';
import type { MetricBins } from '../tasks/drift-map-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { type CountsCache, windowSample } from './counts.ts';
import { missingShareOf } from './missing-share-of.ts';

/** The same window has the same limit each time. */
const SEED = 1;

export async function metricBins(
  cache: CountsCache,
  { url, metric, fromMs, toMs, method, level }: TaskInput<'metricBins'>,
  context: TaskContext,
): Promise<TaskResult<'metricBins'>> {
  const window = { url, metric, fromMs, toMs };
  const found = windowSample(await cache.get(url, context), window);
  const { described, counts, reference, sample, dispersion } = found;
  const score = scoreBins(method, reference, sample, dispersion);
  const watched = { method, reference, windowRows: totalOf(sample.counts), dispersion };
  const chance = score.status === 'ok' ? windowThreshold(watched, level, SEED) : undefined;
  const output: MetricBins = {
    score,
    chanceLimit: chance?.status === 'ok' ? chance.threshold : undefined,
    labels: described.labels,
    isSeasonal: reference !== counts.reference,
    edges: edgesOf(described.bins),
    reference: reference.counts.slice(),
    current: sample.counts.slice(),
    contributions: contributionsOf(method, reference, sample),
    missing: { reference: reference.missing, current: sample.missing },
    missingShare: missingShareOf(counts.samples, reference, sample),
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

function edgesOf(bins: ReferenceBins): Float64Array | undefined {
  if (bins.kind !== 'numeric' || bins.atoms || bins.edges.length === 0) return undefined;
  const { low, high } = binRanges({ ...bins, edges: Int32Array.from(bins.edges) });
  return Float64Array.of(low[0] ?? -Infinity, ...high);
}
