import type { RowsHeader } from '#contract/histograms.ts';
import { totalOf } from '#stats/counts.ts';
import { binRanges } from '#stats/bins.ts';
import { type BinnedSample, driftMethods, scoreBins } from '#stats/drift-score.ts';
import { wassersteinOnBins } from '#stats/wasserstein.ts';
import type { ExactComparison } from '../tasks/rows-tasks.ts';
import type { MetricWindow } from '../tasks/drift-map-tasks.ts';
import { type Counts, windowSample } from './counts.ts';

type BoundedScore = ExactComparison['scores'][number];

/** What the server's counts say of a metric in a window: every method that works on bins, with its bound. */
export function compareCounts(counts: Counts, window: Omit<MetricWindow, 'method'>): ExactComparison {
  const { described, counts: metric, sample } = windowSample(counts, window);
  const { reference } = metric;
  const header = ({ kind, counts: binned, missing }: BinnedSample): RowsHeader => {
    return { metric: window.metric, kind, total: totalOf(binned), missing, sampled: false, categories: [] };
  };
  const scores = driftMethods.map((method): BoundedScore => {
    const score = scoreBins(method, reference, sample);
    if (score.status === 'unavailable') {
      const { status, reason, n, m } = score;
      return { method, status, reason, n, m };
    }
    const { status, statistic, effect, p, lnP, n, m, bound } = score;
    return { method, status, statistic, effect, p, lnP, n, m, bound };
  });
  return {
    basis: 'counts',
    reference: header(reference),
    current: header(sample),
    scores: scores.map((score) =>
      score.method === 'wasserstein' ? { ...score, bound: wassersteinBound() } : score,
    ),
    overlay: undefined,
    quantiles: undefined,
  };

  /** None where values lie in the bin "unseen", which is open on both sides. */
  function wassersteinBound(): { low: number; high: number } | undefined {
    const { bins } = described;
    if (bins.kind === 'categorical' || !reference.sums || !sample.sums) return undefined;
    const ranges = binRanges({ ...bins, edges: Int32Array.from(bins.edges) });
    const { bound } = wassersteinOnBins(reference.counts, reference.sums, sample.counts, sample.sums, ranges);
    return bound && Number.isFinite(bound.high) ? bound : undefined;
  }
}
