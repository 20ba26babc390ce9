import {
  binCount,
  binOfBucket,
  categoricalBins,
  type CategoricalBins,
  countCategories,
  numericBins,
} from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import { evidentlyDefault } from '#stats/compat/evidently-default.ts';
import { nannyMlDefault } from '#stats/compat/nannyml-default.ts';
import { type BinnedSample, scoreBins } from '#stats/drift-score.ts';
import { verdictOf } from '#stats/drift-verdict.ts';
import { histogramOf } from '#stats/histogram.ts';
import { sampleOf } from '#stats/sample.ts';
import type { Column } from './columns.ts';

/** A tool's default rule for one column, fitted to a reference: does this window drift? */
export type Rule = {
  name: string;
  fit: (reference: Column, chunkRows: number) => (window: Float64Array) => boolean;
};

/** At most one false alarm a week of hourly checks. */
export const weeklyLevel = 1 / 168;

export const evidently: Rule = {
  name: 'Evidently',
  fit: (reference) => {
    const sample = sampleOf(reference.values);
    return (window) => evidentlyDefault(sample, sampleOf(window), reference.kind).isDrift;
  },
};

export const nannyml: Rule = {
  name: 'NannyML',
  fit: ({ kind, values }, chunkRows) => {
    const chunks = chunksOf(values, chunkRows).map((values) => sampleOf(values));
    const rule = nannyMlDefault(sampleOf(values), chunks, kind);
    return (window) => rule.isAlert(sampleOf(window));
  },
};

export const anchorwatch: Rule = {
  name: 'Anchorwatch',
  fit: (reference) => {
    const { binned, count } = binnerOf(reference);
    return (window) => {
      const score = scoreBins('jensenShannon', binned, count(window));
      return verdictOf([score], { level: weeklyLevel })[0]?.verdict !== 'none';
    };
  },
};

export const rules = [evidently, nannyml, anchorwatch];

/** Binned by the reference as the product bins it. */
export function binnerOf({ kind, values }: Column): {
  binned: BinnedSample;
  count: (window: Float64Array) => BinnedSample;
} {
  const count = kind === 'numeric' ? numericCounter(values) : categoricalCounter(values);
  return { binned: count(values), count };
}

/** Consecutive chunks; what is left over is the last one. */
export function chunksOf(values: Float64Array, rows: number): Float64Array[] {
  return Array.from({ length: Math.ceil(values.length / rows) }, (_, i) =>
    values.subarray(i * rows, (i + 1) * rows),
  );
}

function numericCounter(values: Float64Array): (window: Float64Array) => BinnedSample {
  const bins = numericBins(histogramOf(values));
  return (window) => {
    const counts = new Float64Array(binCount(bins));
    for (const value of window) if (Number.isFinite(value)) counts[binOfBucket(bins, bucketOf(value))]! += 1;
    return { kind: 'numeric', counts, missing: 0 };
  };
}

function categoricalCounter(values: Float64Array): (window: Float64Array) => BinnedSample {
  const bins: CategoricalBins = categoricalBins(countsByName(values));
  return (window) => ({
    kind: 'categorical',
    counts: countCategories(bins, countsByName(window)),
    missing: 0,
    sharedCategories: bins.tail.length,
  });
}

function countsByName(values: Float64Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return counts;
}
