import { andersonDarling } from '#stats/anderson-darling.ts';
import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { benjaminiYekutieli } from '#stats/benjamini-yekutieli.ts';
import { bonferroni } from '#stats/bonferroni.ts';
import { brownForsythe } from '#stats/brown-forsythe.ts';
import { type CategoryValue, countCategoryValues } from '#stats/category-counts.ts';
import { chiSquare } from '#stats/chi-square.ts';
import {
  evidentlyChiSquare,
  evidentlyCounts,
  evidentlyKullbackLeibler,
  evidentlyPsi,
} from '#stats/compat/evidently.ts';
import { nannyMlDistances } from '#stats/compat/nannyml.ts';
import { cramerVonMises } from '#stats/cramer-von-mises.ts';
import { cramersV } from '#stats/cramers-v.ts';
import { describe } from '#stats/describe.ts';
import { energyDistance } from '#stats/energy.ts';
import { type FisherAlternative, fisherExact } from '#stats/fisher-exact.ts';
import { gTest } from '#stats/g-test.ts';
import { hellinger } from '#stats/hellinger.ts';
import { holm } from '#stats/holm.ts';
import { jensenShannon } from '#stats/jensen-shannon.ts';
import { type KsAlternative, type KsLaw, ksOnBins, ksOnRows } from '#stats/ks.ts';
import { kullbackLeibler } from '#stats/kullback-leibler.ts';
import { lInfinity } from '#stats/l-infinity.ts';
import { type LocationAlternative, mannWhitney } from '#stats/mann-whitney.ts';
import { missingShare } from '#stats/missing-share.ts';
import { newCategories } from '#stats/new-category.ts';
import { psi, psiTerms, psiTest } from '#stats/psi.ts';
import { countBoth, equalWidthBins, quantileBins, type RowBins } from '#stats/row-bins.ts';
import { type Sample, sampleOf } from '#stats/sample.ts';
import { halfRow, type Smoothing } from '#stats/smoothing.ts';
import { chiSquareTail, logChiSquareTail } from '#stats/special/chi-square-tail.ts';
import { studentT, welchT } from '#stats/t-test.ts';
import type { TestResult } from '#stats/test-result.ts';
import { totalVariation } from '#stats/total-variation.ts';
import { wassersteinOnCounts, wassersteinOnRows } from '#stats/wasserstein.ts';
import type { Case } from './case.ts';
import { numbers } from './numbers.ts';

type Counts = { reference: Float64Array; current: Float64Array };

/** Our answer to a case of a reference file, by statistic. */
export const twoSampleStatistics: Record<string, (case_: Case) => unknown> = {
  describe: (c) => {
    const { reference, current } = samples(c);
    return { reference: described(c, reference), current: described(c, current) };
  },
  ks: (c) => {
    const { reference, current } = samples(c);
    const result = ksOnRows(reference, current, {
      alternative: c.options.alternative as KsAlternative,
      law: c.options.method as KsLaw,
    });
    if (result.status === 'unavailable') return unavailable(result.reason);
    const { n, m } = result;
    const law = result.law === 'limit' ? 'kolmogorov-limit' : result.law;
    return {
      ...named(result),
      method: law,
      en: roundHalfEven((n * m) / (n + m)),
      lnPvalueApprox: result.lnP,
    };
  },
  cvm: (c) =>
    onRows(c, cramerVonMises, ({ law, normalised }) => ({ method: law, normalisedStatistic: normalised })),
  anderson_darling: (c) => onRows(c, andersonDarling, ({ limit }) => ({ pvalueLimit: limit ?? null })),
  mann_whitney: (c) =>
    onRows(
      c,
      (reference, current) => mannWhitney(reference, current, c.options.alternative as LocationAlternative),
      ({ law, effect, z }) => ({ method: law, commonLanguageEffect: effect, z }),
    ),
  welch_t: (c) => onRows(c, welchT, ({ degrees }) => ({ df: Number.isNaN(degrees) ? null : degrees })),
  student_t: (c) => onRows(c, studentT, ({ degrees }) => ({ df: Number.isNaN(degrees) ? null : degrees })),
  brown_forsythe: (c) =>
    onRows(c, brownForsythe, ({ degrees1, degrees2 }) => ({ df1: degrees1, df2: degrees2 })),
  wasserstein: (c) => {
    const { reference, current } = samples(c);
    const { distance, normalised } = wassersteinOnRows(reference, current);
    return { statistic: distance, normalised };
  },
  energy: (c) => {
    const { reference, current } = samples(c);
    const { distance, squared, coefficient } = energyDistance(reference, current);
    return { statistic: distance, squared, coefficient };
  },

  bins: (c) => {
    const bins = rowBins(c);
    const counts = binned(c);
    return {
      mode: bins.kind === 'distinct' ? 'distinct' : 'quantile',
      edges: bins.kind === 'distinct' ? null : bins.edges,
      values: bins.kind === 'distinct' ? bins.values : null,
      referenceCounts: counts.reference,
      currentCounts: counts.current,
    };
  },
  psi: (c) => {
    const counts = binned(c);
    if (isEvidently(c)) return { statistic: evidentlyPsi(counts), binCount: counts.reference.length };
    const smoothing = c.options.smoothing as Smoothing;
    const { reference, current } = counts;
    const test = psiTest(reference, current);
    const edges = c.options.binning === 'equal-width' ? rowBins(c) : undefined;
    return {
      statistic: psi(reference, current, smoothing),
      df: test.status === 'ok' && test.degrees > 0 ? test.degrees : null,
      pvalue: test.status === 'ok' ? test.p : null,
      lnPvalue: test.status === 'ok' ? test.lnP : null,
      contributions: psiTerms(reference, current, smoothing),
      edges: edges?.kind === 'intervals' ? edges.edges : undefined,
      referenceCounts: reference,
      currentCounts: current,
    };
  },
  kl: (c) => {
    const counts = binned(c);
    if (isEvidently(c)) return { statistic: evidentlyKullbackLeibler(counts) };
    const { reference, current } = counts;
    const smoothing = (c.options.smoothing as Smoothing | undefined) ?? halfRow;
    const isForward = c.options.direction === 'current||reference';
    return {
      statistic: isForward
        ? kullbackLeibler(current, reference, smoothing)
        : kullbackLeibler(reference, current, smoothing),
    };
  },
  js: (c) => {
    if (isNannyMl(c)) {
      const { reference, current } = samples(c);
      const { jensenShannon: statistic, edges } = nannyMlDistances(reference, current);
      return { statistic, binCount: edges.length - 1, firstEdge: edges[0], lastEdge: edges.at(-1) };
    }
    const { reference, current } = binned(c);
    const statistic = jensenShannon(reference, current);
    return { statistic: c.options.base === 'e' ? statistic * Math.sqrt(Math.LN2) : statistic };
  },
  hellinger: (c) => {
    if (isNannyMl(c)) {
      const { reference, current } = samples(c);
      return { statistic: nannyMlDistances(reference, current).hellinger };
    }
    const { reference, current } = binned(c);
    return { statistic: hellinger(reference, current) };
  },
  tvd: (c) => {
    const { reference, current } = binned(c);
    return { statistic: totalVariation(reference, current) };
  },
  l_infinity: (c) => {
    const { reference, current } = binned(c);
    return { statistic: lInfinity(reference, current).distance };
  },

  chi2: (c) => {
    const counts = binned(c);
    if (isEvidently(c)) {
      const { statistic, degrees } = evidentlyChiSquare(counts);
      return {
        statistic,
        df: degrees,
        pvalue: chiSquareTail(statistic, degrees),
        lnPvalue: logChiSquareTail(statistic, degrees),
      };
    }
    const { reference, current } = counts;
    const result = chiSquare(reference, current, {
      minExpected: c.options.minExpected as number,
      correction: c.options.correction as boolean,
    });
    if (result.status === 'unavailable') return unavailable(result.reason);
    return {
      ...named(result),
      df: result.degrees,
      minExpectedCount: leastExpected(counts),
      pooledCategories: result.pooled,
      referenceCounts: result.reference,
      currentCounts: result.current,
    };
  },
  g_test: (c) => {
    const { reference, current } = binned(c);
    const result = gTest(reference, current, c.options.minExpected as number);
    return result.status === 'unavailable'
      ? unavailable(result.reason)
      : { ...named(result), df: result.degrees };
  },
  cramers_v: (c) => {
    const { reference, current } = binned(c);
    return { statistic: cramersV(reference, current, c.options.biasCorrected as boolean) };
  },
  fisher_exact: (c) => {
    const { reference, current } = binned(c);
    const [a = NaN, b = NaN] = reference;
    const [d = NaN, e = NaN] = current;
    const { oddsRatio, p } = fisherExact(a, b, d, e, c.options.alternative as FisherAlternative);
    return { oddsRatio, pvalue: p };
  },
  new_category_rate: (c) => {
    const { reference, current } = binned(c);
    const n = reference.reduce((sum, count) => sum + count, 0);
    const m = current.reduce((sum, count) => sum + count, 0);
    const unseenCount = current.reduce((sum, count, i) => sum + (reference[i] === 0 ? count : 0), 0);
    const result = newCategories(n, unseenCount, m, c.options.confidence as number);
    if (result.status === 'unavailable') return unavailable(result.reason);
    const [lower, upper] = result.interval;
    const { effect, referenceBound, p } = result;
    return { unseenCount, rate: effect, lower, upper, referenceBound, pvalue: p };
  },
  missing_rate: (c) => {
    const [missingReference, n, missingCurrent, m] = [
      'missingReference',
      'nReference',
      'missingCurrent',
      'nCurrent',
    ].map((name) => c.inputs[name] as number) as [number, number, number, number];
    const result = missingShare(missingReference, n, missingCurrent, m, c.options.confidence as number);
    if (result.status === 'unavailable') return unavailable(result.reason);
    return {
      rateReference: missingReference / n,
      rateCurrent: missingCurrent / m,
      difference: result.effect,
      z: result.statistic,
      pvalue: result.zP,
      fisherPvalue: fisherExact(missingReference, n - missingReference, missingCurrent, m - missingCurrent).p,
      minExpected: result.minExpected,
      method: result.law,
      adoptedPvalue: result.p,
      wilsonCurrent: result.wilson,
      clopperPearsonCurrent: result.clopperPearson,
      newcombeDifference: result.difference,
    };
  },
  adjust_pvalues: (c) => {
    const adjusted = corrections[c.options.method as keyof typeof corrections](numbers(c.inputs.pvalues));
    const alpha = c.options.alpha as number;
    return {
      adjusted: Array.from(adjusted, (p) => (Number.isNaN(p) ? null : p)),
      rejected: Array.from(adjusted, (p) => (Number.isNaN(p) ? null : p <= alpha)),
    };
  },
  count_categories: ({ inputs }) =>
    countCategoryValues(inputs.reference as CategoryValue[], inputs.current as CategoryValue[]),
  wasserstein_from_histogram: (c) => {
    const { reference, current } = samples(c);
    const edges = quantileEdges(reference, c.options.bins as number);
    const counts = countBoth({ kind: 'intervals', edges }, reference, current);
    const ends = [...reference.sorted, ...current.sorted].sort((a, b) => a - b);
    const borders = Float64Array.of(ends[0] as number, ...edges, ends.at(-1) as number);
    const { distance, error } = wassersteinOnCounts(borders, counts.reference, counts.current);
    return { estimate: distance, errorBound: error, exact: wassersteinOnRows(reference, current).distance };
  },
  ks_bounds_from_histogram: (c) => {
    const { reference, current } = samples(c);
    const bins: RowBins = { kind: 'intervals', edges: quantileEdges(reference, c.options.bins as number) };
    const counts = countBoth(bins, reference, current);
    const result = ksOnBins(counts.reference, counts.current);
    if (result.status === 'unavailable') return unavailable(result.reason);
    const exact = ksOnRows(reference, current);
    return {
      lower: result.bound.low,
      upper: result.bound.high,
      exact: exact.status === 'ok' ? exact.statistic : null,
      bins: counts.reference.length,
    };
  },
};

function roundHalfEven(x: number): number {
  return x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

const corrections = { bonferroni, holm, bh: benjaminiHochberg, by: benjaminiYekutieli };

type Samples = { reference: Sample; current: Sample };

/** By inputs: cases of one data set share theirs. */
const known = new WeakMap<Case['inputs'], Samples>();

function samples({ inputs }: Case): Samples {
  const made = known.get(inputs) ?? {
    reference: sampleOf(numbers(inputs.reference)),
    current: sampleOf(numbers(inputs.current)),
  };
  known.set(inputs, made);
  return made;
}

function onRows<Details extends object>(
  c: Case,
  test: (reference: Sample, current: Sample) => TestResult<Details>,
  detailsOf: (result: Extract<TestResult<Details>, { status: 'ok' }>) => object,
): unknown {
  const { reference, current } = samples(c);
  const result = test(reference, current);
  if (result.status === 'unavailable') return unavailable(result.reason);
  const found = result as Extract<TestResult<Details>, { status: 'ok' }>;
  return { ...named(found), ...detailsOf(found) };
}

function named({ statistic, p, lnP }: Extract<TestResult, { status: 'ok' }>): object {
  return { statistic, pvalue: p, lnPvalue: lnP };
}

function unavailable(reason: string): object {
  return { statistic: null, pvalue: null, reason };
}

function described(c: Case, sample: Sample): object {
  const { standardDeviation, populationDeviation, ...rest } = describe(
    sample,
    c.options.quantiles as number[],
  );
  return {
    ...rest,
    sd: Number.isNaN(standardDeviation) ? null : standardDeviation,
    sdPopulation: populationDeviation,
  };
}

function rowBins(c: Case): RowBins {
  const { reference } = samples(c);
  return c.options.binning === 'equal-width'
    ? equalWidthBins(reference, c.options.bins as number)
    : quantileBins(reference);
}

function binned(c: Case): Counts {
  if (c.inputs.referenceCounts) {
    return { reference: numbers(c.inputs.referenceCounts), current: numbers(c.inputs.currentCounts) };
  }
  const { reference, current } = samples(c);
  if (isEvidently(c)) return evidentlyCounts(reference, current);
  return countBoth(rowBins(c), reference, current);
}

/** Quantiles of type 7 as numpy.quantile finds them, without duplicates. */
function quantileEdges(reference: Sample, bins: number): Float64Array {
  const levels = Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
  return Float64Array.from(new Set(describe(reference, levels).quantiles));
}

function leastExpected({ reference, current }: Counts): number {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  const totals = Array.from(reference, (count, i) => count + (current[i] as number)).filter(
    (total) => total > 0,
  );
  return (Math.min(...totals) * Math.min(n, m)) / (n + m);
}

function isEvidently(c: Case): boolean {
  return c.options.compat === 'evidently-0.7.21';
}

function isNannyMl(c: Case): boolean {
  return c.options.compat === 'nannyml-0.13.1';
}
