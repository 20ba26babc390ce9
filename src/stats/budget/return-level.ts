import { quantileOfSorted } from '../describe.ts';
import { below, mulberry32 } from '../random.ts';
import { sortFinite } from '../sort.ts';
import { declusteredPeaks } from './declustered-peaks.ts';
import { fitGeneralisedPareto, generalisedParetoQuantile } from './generalised-pareto.ts';

const BASE_LEVEL = 0.98;
const LEAST_CLUSTERS = 15;

export interface ReturnLevelOptions {
  /** Runs above the level that are allowed a score, in the long run. */
  rate: number;
  /** Scores between two exceedances that still belong to one run. */
  gap: number;
  /** Scores in a block of the bootstrap: longer than the dependence lasts. */
  blockLength: number;
  draws?: number;
  confidence?: number;
  seed: number;
}

export type ReturnLevel =
  | {
      status: 'ok';
      level: number;
      /** The interval that bootstrap resamples of the history leave, at `confidence` on either side. */
      low: number;
      high: number;
      clusters: number;
    }
  | { status: 'insufficient'; clusters: number; required: number };

/**
 * The level that runs of scores pass `rate` times a score: peaks over the 98 % quantile u₀, declustered, with a generalised Pareto
 * tail. With c clusters in n scores the level is u₀ + GPD⁻¹(rate·n/c). The interval is from a block bootstrap of the scores
 * (Künsch 1989: blocks of `blockLength` with uniform starts), u₀ kept. Resamples whose peaks cannot be fitted take no part.
 * O(draws · n + n log n).
 *
 * @param scores in order of time; larger is worse, NaN is missing
 * @returns `insufficient` below 15 clusters, or when their peaks are all equal
 */
export function returnLevel(
  scores: Float64Array,
  { rate, gap, blockLength, draws = 100, confidence = 0.95, seed }: ReturnLevelOptions,
): ReturnLevel {
  const sorted = sortFinite(scores);
  const base = quantileOfSorted(sorted, BASE_LEVEL);
  const levelOf = (series: Float64Array, known: number) => {
    const excesses = Float64Array.from(declusteredPeaks(series, base, gap), (peak) => peak - base).sort();
    const share = (rate * known) / excesses.length;
    return base + generalisedParetoQuantile(fitGeneralisedPareto(excesses), share);
  };
  const clusters = declusteredPeaks(scores, base, gap).length;
  const own = levelOf(scores, sorted.length);
  if (clusters < LEAST_CLUSTERS || !Number.isFinite(own)) {
    return { status: 'insufficient', clusters, required: LEAST_CLUSTERS };
  }

  const draw = mulberry32(seed);
  const resample = new Float64Array(scores.length);
  const levels = Float64Array.from({ length: draws }, () => {
    fillFromBlocks(resample, scores, blockLength, () => below(draw, scores.length));
    return levelOf(
      resample,
      resample.reduce((sum, score) => sum + (Number.isNaN(score) ? 0 : 1), 0),
    );
  })
    .filter(Number.isFinite)
    .sort();
  return {
    status: 'ok',
    level: own,
    low: Math.min(own, quantileOfSorted(levels, 1 - confidence)),
    high: Math.max(own, quantileOfSorted(levels, confidence)),
    clusters,
  };
}

/** Blocks that reach over the end are cut there. */
function fillFromBlocks(
  target: Float64Array,
  source: Float64Array,
  blockLength: number,
  nextStart: () => number,
): void {
  const n = source.length;
  for (let at = 0; at < n;) {
    const start = nextStart();
    const length = Math.min(blockLength, n - at, n - start);
    target.set(source.subarray(start, start + length), at);
    at += length;
  }
}
