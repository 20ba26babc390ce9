import { countCategoryValues } from '#stats/category-counts.ts';
import { chiSquare } from '#stats/chi-square.ts';
import { cramersV } from '#stats/cramers-v.ts';
import { energyDistance } from '#stats/energy.ts';
import { hellinger } from '#stats/hellinger.ts';
import { jensenShannon } from '#stats/jensen-shannon.ts';
import { ksOnRows } from '#stats/ks.ts';
import { lInfinity } from '#stats/l-infinity.ts';
import { psi, psiTest } from '#stats/psi.ts';
import { countBoth, quantileBins } from '#stats/row-bins.ts';
import { sampleOf } from '#stats/sample.ts';
import { wassersteinOnRows } from '#stats/wasserstein.ts';
import type { Case } from './case.ts';

/** Our answer to a case on ranges of rows of real data, by statistic. */
export const realDataStatistics: Record<string, (case_: Case) => unknown> = {
  numeric_drift: (c) => {
    const [x, y] = columns(c).map((text) => sampleOf(text.map((cell) => (cell === '' ? NaN : Number(cell)))));
    if (!x || !y) throw new Error(`no rows of ${c.id}`);
    const bins = quantileBins(x);
    const counts = countBoth(bins, x, y);
    const ks = ksOnRows(x, y);
    const stability = psiTest(counts.reference, counts.current);
    const { distance, normalised } = wassersteinOnRows(x, y);
    return {
      nReference: x.sorted.length,
      nCurrent: y.sorted.length,
      missingReference: x.missing,
      missingCurrent: y.missing,
      ks: ks.status === 'ok' ? ks.statistic : null,
      ksPvalue: ks.status === 'ok' ? ks.p : null,
      ksMethod: ks.status === 'ok' ? ks.law : null,
      wasserstein: distance,
      wassersteinNormalised: normalised,
      energyCoefficient: energyDistance(x, y).coefficient,
      binMode: bins.kind === 'distinct' ? 'distinct' : 'quantile',
      binCounts: [counts.reference, counts.current],
      psi: psi(counts.reference, counts.current),
      psiPvalue: stability.status === 'ok' ? stability.p : null,
      js: jensenShannon(counts.reference, counts.current),
      hellinger: hellinger(counts.reference, counts.current),
    };
  },

  categorical_drift: (c) => {
    const [first = [], second = []] = columns(c).map((text) =>
      text.map((cell) => (cell === '' ? null : cell)),
    );
    const { categories, missingReference, missingCurrent } = countCategoryValues(first, second);
    const reference = Float64Array.from(categories, (category) => category.reference);
    const current = Float64Array.from(categories, (category) => category.current);
    const plain = chiSquare(reference, current, { minExpected: 0 });
    const pooled = chiSquare(reference, current);
    const unseen = categories.reduce((sum, row) => sum + (row.reference === 0 ? row.current : 0), 0);
    return {
      categories: categories.map(({ value }) => value),
      referenceCounts: reference,
      currentCounts: current,
      missingReference,
      missingCurrent,
      chi2: plain.status === 'ok' ? plain.statistic : null,
      df: plain.status === 'ok' ? plain.degrees : null,
      chi2Pvalue: plain.status === 'ok' ? plain.p : null,
      pooledCategories: pooled.status === 'ok' ? pooled.pooled : null,
      pooledChi2: pooled.status === 'ok' ? pooled.statistic : null,
      pooledDf: pooled.status === 'ok' ? pooled.degrees : null,
      pooledPvalue: pooled.status === 'ok' ? pooled.p : null,
      cramersV: cramersV(reference, current),
      js: jensenShannon(reference, current),
      lInfinity: lInfinity(reference, current).distance,
      psi: psi(reference, current),
      unseenRate: unseen / plain.m,
    };
  },
};

function columns({ inputs, data }: Case): string[][] {
  const column = data.column(inputs.file as string, inputs.column as string);
  return [inputs.referenceRows, inputs.currentRows].map((range) => {
    const [from, to] = range as [number, number];
    if (to > column.length) throw new Error(`rows ${from} to ${to} of ${column.length}`);
    return column.slice(from, to);
  });
}
