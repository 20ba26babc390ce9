import { andersonDarling } from './anderson-darling.ts';
import { brownForsythe } from './brown-forsythe.ts';
import { chiSquare } from './chi-square.ts';
import { cramerVonMises } from './cramer-von-mises.ts';
import { cramersV } from './cramers-v.ts';
import { energyDistance } from './energy.ts';
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
import { type TestResult, unavailable } from './test-result.ts';
import { totalVariation } from './total-variation.ts';
import { welchT } from './t-test.ts';
import { wassersteinOnRows } from './wasserstein.ts';

export const exactMethods = [
  'jensenShannon',
  'psi',
  'ks',
  'wasserstein',
  'chiSquare',
  'hellinger',
  'totalVariation',
  'cramerVonMises',
  'andersonDarling',
  'mannWhitney',
  'welchT',
  'brownForsythe',
  'energy',
  'gTest',
  'lInfinity',
  'cramersV',
  'newCategories',
] as const;
export type ExactMethod = (typeof exactMethods)[number];

/** One test on the rows of a metric. */
export type ExactScore = { method: ExactMethod } & TestResult;

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
  const x = sampleOf(reference);
  const y = sampleOf(current);
  return {
    n: x.sorted.length,
    m: y.sorted.length,
    missing: { reference: x.missing, current: y.missing },
    infinite: { reference: x.infinite, current: y.infinite },
    scores: numericScores(x, y),
    overlay: overlayOf(x, y),
    quantiles: quantilesOf(x, y),
  };
}

/** Every test on the counts by category. Distances carry the p-value of the two-sample chi-square test. */
export function compareCategories(
  reference: Record<string, number> | ReadonlyMap<string, number>,
  current: Record<string, number> | ReadonlyMap<string, number>,
): CategoryComparison {
  const categories = pairedCounts(reference, current);
  const r = Float64Array.from(categories, (category) => category.reference);
  const c = Float64Array.from(categories, (category) => category.current);
  const chi = chiSquare(r, c);
  const { n, m } = chi;
  const unseen = categories.reduce(
    (sum, category) => sum + (category.reference === 0 ? category.current : 0),
    0,
  );
  const scores: ExactScore[] = [
    distance('jensenShannon', jensenShannon(r, c), chi),
    { method: 'psi', ...psiTest(r, c) },
    { method: 'chiSquare', ...plain(chi) },
    { method: 'gTest', ...plain(gTest(r, c)) },
    distance('cramersV', cramersV(r, c), chi),
    distance('hellinger', hellinger(r, c), chi),
    distance('totalVariation', totalVariation(r, c), chi),
    distance('lInfinity', lInfinity(r, c).distance, chi),
    { method: 'newCategories', ...plain(newCategories(n, unseen, m)) },
  ];
  return { n, m, categories, scores };
}

function numericScores(x: Sample, y: Sample): ExactScore[] {
  const ks = ksOnRows(x, y);
  if (ks.status === 'unavailable') {
    const methods = exactMethods.slice(0, exactMethods.indexOf('gTest'));
    return methods.map((method) => ({ method, ...unavailable('no-rows', ks.n, ks.m) }));
  }
  const bins = countBoth(quantileBins(x), x, y);
  const wasserstein = wassersteinOnRows(x, y);
  const energy = energyDistance(x, y);
  return [
    distance('jensenShannon', jensenShannon(bins.reference, bins.current), ks),
    { method: 'psi', ...plain(psiTest(bins.reference, bins.current)) },
    { method: 'ks', ...plain(ks) },
    distance('wasserstein', wasserstein.distance, ks, wasserstein.normalised),
    { method: 'chiSquare', ...plain(chiSquare(bins.reference, bins.current)) },
    distance('hellinger', hellinger(bins.reference, bins.current), ks),
    distance('totalVariation', totalVariation(bins.reference, bins.current), ks),
    { method: 'cramerVonMises', ...plain(cramerVonMises(x, y)) },
    { method: 'andersonDarling', ...plain(andersonDarling(x, y)) },
    { method: 'mannWhitney', ...plain(mannWhitney(x, y)) },
    { method: 'welchT', ...plain(welchT(x, y)) },
    { method: 'brownForsythe', ...plain(brownForsythe(x, y)) },
    distance('energy', energy.distance, ks, energy.coefficient),
  ];
}

function distance(
  method: ExactMethod,
  statistic: number,
  evidence: TestResult,
  effect = statistic,
): ExactScore {
  if (evidence.status === 'unavailable') return { method, ...evidence };
  const { status, p, lnP, n, m } = evidence;
  return { method, status, statistic, effect, p, lnP, n, m };
}

/** What all tests have in common. */
function plain(result: TestResult): TestResult {
  if (result.status === 'unavailable') return result;
  const { status, statistic, effect, p, lnP, n, m } = result;
  return { status, statistic, effect, p, lnP, n, m };
}

const displayBins = 40;

/** From the 0.5 % to the 99.5 % quantile of either sample, whichever is further out. */
function overlayOf(x: Sample, y: Sample): NumericComparison['overlay'] {
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
