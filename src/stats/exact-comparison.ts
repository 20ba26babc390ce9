import { andersonDarling } from './anderson-darling.ts';
import { brownForsythe } from './brown-forsythe.ts';
import { chiSquare } from './chi-square.ts';
import { cramerVonMises } from './cramer-von-mises.ts';
import { cramersV } from './cramers-v.ts';
import { energyDistance } from './energy.ts';
import { distanceScore, type ExactScore, exactMethods, testScore } from './exact-score.ts';
import { gTest } from './g-test.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ksOnRows } from './ks.ts';
import { lInfinity } from './l-infinity.ts';
import { mannWhitney } from './mann-whitney.ts';
import { newCategories } from './new-category.ts';
import { psiTest } from './psi.ts';
import { countBoth, quantileBins } from './row-bins.ts';
import { quantileOfSorted } from './describe.ts';
import { type Sample, sampleOf } from './sample.ts';
import { unavailable } from './test-result.ts';
import { totalVariation } from './total-variation.ts';
import { welchT } from './t-test.ts';
import { wassersteinOnRows } from './wasserstein.ts';

export type NumericComparison = {
  n: number;
  m: number;
  missing: { reference: number; current: number };
  infinite: { reference: number; current: number };
  scores: ExactScore[];
  /** Shares in shared display bins of equal width; the outermost also hold what lies outside `edges`. */
  overlay: { edges: Float64Array; reference: Float64Array; current: Float64Array };
  /** The same quantiles of both samples, for a q-q plot. */
  quantiles: { levels: Float64Array; reference: Float64Array; current: Float64Array };
};

export type CategoryComparison = {
  n: number;
  m: number;
  /** Most frequent first, by the rows of both samples. */
  categories: { name: string; reference: number; current: number }[];
  scores: ExactScore[];
};

/**
 * Every test on the rows of a numeric metric; NaN is missing, infinite values are counted and left out. Distances
 * without a law of their own (Wasserstein, energy, Jensen-Shannon, Hellinger, total variation) carry the p-value of
 * Kolmogorov-Smirnov. Those on bins use the quantile bins of the reference's rows. O(n + m).
 */
export function compareNumeric(reference: ArrayLike<number>, current: ArrayLike<number>): NumericComparison {
  const steps = numericComparison(sampleOf(reference), sampleOf(current));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same, one test a step, so that a worker can look at its messages in between; yields the share of tests done.
 * O(n + m).
 */
export function* numericComparison(x: Sample, y: Sample): Generator<number, NumericComparison> {
  const tests = numericTests(x, y);
  const scores: ExactScore[] = [];
  for (const test of tests) {
    scores.push(test());
    yield scores.length / tests.length;
  }
  return {
    n: x.sorted.length,
    m: y.sorted.length,
    missing: { reference: x.missing, current: y.missing },
    infinite: { reference: x.infinite, current: y.infinite },
    scores,
    overlay: overlayOf(x, y),
    quantiles: quantilesOf(x, y),
  };
}

/** Every test on the counts by category. Distances carry the p-value of the two-sample chi-square test. O(k log k). */
export function compareCategories(
  reference: Record<string, number> | ReadonlyMap<string, number>,
  current: Record<string, number> | ReadonlyMap<string, number>,
): CategoryComparison {
  const categories = pairedCounts(reference, current);
  const r = Float64Array.from(categories, (category) => category.reference);
  const c = Float64Array.from(categories, (category) => category.current);
  const chi = chiSquare(r, c);
  const bins = categories.length;
  const { n, m } = chi;
  const unseen = categories.reduce(
    (sum, category) => sum + (category.reference === 0 ? category.current : 0),
    0,
  );
  const scores: ExactScore[] = [
    distanceScore('jensenShannon', { statistic: jensenShannon(r, c), bins }, chi),
    testScore('psi', psiTest(r, c)),
    testScore('chiSquare', chi),
    testScore('gTest', gTest(r, c)),
    distanceScore('cramersV', { statistic: cramersV(r, c), bins }, chi),
    distanceScore('hellinger', { statistic: hellinger(r, c), bins }, chi),
    distanceScore('totalVariation', { statistic: totalVariation(r, c), bins }, chi),
    distanceScore('lInfinity', { statistic: lInfinity(r, c).distance, bins }, chi),
    testScore('newCategories', newCategories(n, unseen, m)),
  ];
  return { n, m, categories, scores };
}

function numericTests(x: Sample, y: Sample): (() => ExactScore)[] {
  const ks = ksOnRows(x, y);
  if (ks.status === 'unavailable') {
    const methods = exactMethods.slice(0, exactMethods.indexOf('gTest'));
    return methods.map((method) => () => ({ method, ...unavailable('no-rows', ks.n, ks.m) }));
  }
  const counts = countBoth(quantileBins(x), x, y);
  const ofCounts = (distance: (reference: Float64Array, current: Float64Array) => number) => ({
    statistic: distance(counts.reference, counts.current),
    bins: counts.reference.length,
  });
  return [
    () => distanceScore('jensenShannon', ofCounts(jensenShannon), ks),
    () => testScore('psi', psiTest(counts.reference, counts.current)),
    () => testScore('ks', ks),
    () => {
      const { distance, normalised } = wassersteinOnRows(x, y);
      return distanceScore('wasserstein', { statistic: distance, effect: normalised }, ks);
    },
    () => testScore('chiSquare', chiSquare(counts.reference, counts.current)),
    () => distanceScore('hellinger', ofCounts(hellinger), ks),
    () => distanceScore('totalVariation', ofCounts(totalVariation), ks),
    () => testScore('cramerVonMises', cramerVonMises(x, y)),
    () => testScore('andersonDarling', andersonDarling(x, y)),
    () => testScore('mannWhitney', mannWhitney(x, y)),
    () => testScore('welchT', welchT(x, y)),
    () => testScore('brownForsythe', brownForsythe(x, y)),
    () => {
      const { distance, coefficient } = energyDistance(x, y);
      return distanceScore('energy', { statistic: distance, effect: coefficient }, ks);
    },
  ];
}

const displayBins = 40;

/** From the 0.5 % to the 99.5 % quantile of either sample, whichever is further out. O(n + m). */
export function overlayOf(x: Sample, y: Sample): NumericComparison['overlay'] {
  const filled = [x, y].map(({ sorted }) => sorted).filter((sorted) => sorted.length > 0);
  if (filled.length === 0) {
    return { edges: new Float64Array(0), reference: new Float64Array(0), current: new Float64Array(0) };
  }
  const low = Math.min(...filled.map((sorted) => quantileOfSorted(sorted, 0.005)));
  const high = Math.max(...filled.map((sorted) => quantileOfSorted(sorted, 0.995)));
  const width = (high - low || Math.abs(low) || 1) / displayBins;
  const start = high > low ? low : low - (width * displayBins) / 2;
  const edges = Float64Array.from({ length: displayBins + 1 }, (_, i) => start + i * width);
  return { edges, reference: sharesIn(edges, x), current: sharesIn(edges, y) };
}

function sharesIn(edges: Float64Array, { sorted }: Sample): Float64Array {
  const shares = new Float64Array(edges.length - 1);
  const last = shares.length - 1;
  let bin = 0;
  for (let i = 0; i < sorted.length; i++) {
    while (bin < last && (sorted[i] as number) >= (edges[bin + 1] as number)) bin += 1;
    shares[bin]! += 1 / sorted.length;
  }
  return shares;
}

function quantilesOf(x: Sample, y: Sample): NumericComparison['quantiles'] {
  const levels = Float64Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  return {
    levels,
    reference: levels.map((level) => quantileOfSorted(x.sorted, level)),
    current: levels.map((level) => quantileOfSorted(y.sorted, level)),
  };
}

function pairedCounts(
  reference: Record<string, number> | ReadonlyMap<string, number>,
  current: Record<string, number> | ReadonlyMap<string, number>,
): CategoryComparison['categories'] {
  const first = new Map(reference instanceof Map ? reference : Object.entries(reference));
  const second = new Map(current instanceof Map ? current : Object.entries(current));
  return [...new Set([...first.keys(), ...second.keys()])]
    .map((name) => ({ name, reference: first.get(name) ?? 0, current: second.get(name) ?? 0 }))
    .filter((category) => category.reference + category.current > 0)
    .sort((a, b) => b.reference + b.current - a.reference - a.current || (a.name < b.name ? -1 : 1));
}
