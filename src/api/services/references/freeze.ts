import type { ReferenceMetric } from '#contract/reference.ts';
import { binCount, categoricalBins, countCategories, countNumeric, numericBins } from '#stats/bins.ts';
import type { BucketCount, CategoryCount, PredictionLog, StageSelection } from '../../prediction-log.ts';
import { histogramOf } from '../metrics/histogram-of.ts';

export type FrozenWindow = { rows: number; metrics: ReferenceMetric[] };

/** The bins and counts of every metric of a stage in a window, by which later slices are compared with it. */
export async function freezeWindow(log: PredictionLog, selection: StageSelection): Promise<FrozenWindow> {
  const [buckets, categories, rows] = await Promise.all([
    log.numericHistograms(selection),
    log.categoryHistograms(selection),
    log.countRows(selection),
  ]);

  return { rows, metrics: freezeCounts(buckets, categories, rows) };
}

/** A metric that comes as both kinds is frozen as the kind with more values. */
export function freezeCounts(
  buckets: readonly BucketCount[],
  categories: readonly CategoryCount[],
  rows: number,
): ReferenceMetric[] {
  const numeric = Map.groupBy(buckets, ({ metric }) => metric);
  const categorical = Map.groupBy(categories, ({ metric }) => metric);
  return [...new Set([...numeric.keys(), ...categorical.keys()])].sort().map((metric) => {
    const numbers = numeric.get(metric) ?? [];
    const names = categorical.get(metric) ?? [];
    return total(numbers) >= total(names)
      ? frozenNumeric(metric, numbers, rows)
      : frozenCategorical(metric, names, rows);
  });
}

function frozenNumeric(metric: string, buckets: BucketCount[], rows: number): ReferenceMetric {
  const histogram = histogramOf(buckets);
  const bins = numericBins(histogram);
  const { counts, sums } = countNumeric(bins, histogram);
  return {
    metric,
    kind: 'numeric',
    bins: { kind: 'numeric', edges: [...bins.edges], atoms: bins.atoms },
    counts: [...counts],
    sums: [...sums],
    missing: Math.max(0, rows - total(buckets)),
  };
}

function frozenCategorical(metric: string, categories: CategoryCount[], rows: number): ReferenceMetric {
  const counted = new Map(categories.map(({ category, count }) => [category, count]));
  const bins = categoricalBins(counted);
  return {
    metric,
    kind: 'categorical',
    bins,
    counts: binCount(bins) > 0 ? [...countCategories(bins, counted)] : [],
    sums: [],
    missing: Math.max(0, rows - total(categories)),
  };
}

function total(counts: { count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
