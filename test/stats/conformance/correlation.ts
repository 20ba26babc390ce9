import { blockBootstrapCorrelation } from '#stats/correlation/block-bootstrap.ts';
import { crossCorrelation } from '#stats/correlation/cross-correlation.ts';
import { granger } from '#stats/correlation/granger.ts';
import { kendall } from '#stats/correlation/kendall.ts';
import { partialCorrelation } from '#stats/correlation/partial-correlation.ts';
import { pearson, seriesCorrelation } from '#stats/correlation/pearson.ts';
import { prewhitenedCrossCorrelation } from '#stats/correlation/prewhitened-cross-correlation.ts';
import { spearman } from '#stats/correlation/spearman.ts';
import type { TestResult } from '#stats/test-result.ts';
import type { Case } from './case.ts';
import { numbers, rowsOf } from './numbers.ts';

/** Our answer to a case of a reference file, by statistic. */
export const correlationStatistics: Record<string, (case_: Case) => unknown> = {
  correlation: (c) => {
    const [x, y] = series(c);
    const inTime = seriesCorrelation(x, y);
    return {
      pearson: statistic(pearson(x, y)),
      pearsonPvalue: pvalue(pearson(x, y)),
      spearman: statistic(spearman(x, y)),
      spearmanPvalue: pvalue(spearman(x, y)),
      kendallTauB: statistic(kendall(x, y)),
      effectiveSampleSize: inTime.status === 'ok' ? inTime.effectiveN : null,
      pearsonPvalueEffective: pvalue(inTime),
    };
  },

  cross_correlation: (c) => {
    const got = crossCorrelation(...series(c), c.options.maxLag as number);
    if (got.status === 'unavailable') return {};
    return { ...got, pvaluesEffective: got.pvalues, bestPvalueBonferroni: got.p };
  },

  prewhitened_cross_correlation: (c) =>
    prewhitenedCrossCorrelation(...series(c), {
      order: c.options.order as number,
      maxLag: c.options.maxLag as number,
    }),

  block_bootstrap_correlation: (c) => {
    const got = blockBootstrapCorrelation(...series(c), {
      blockLength: c.options.blockLength as number,
      resamples: c.options.resamples as number,
      seed: c.options.seed as number,
    });
    return got.status === 'ok' ? { ...got, interval95: [got.lower, got.upper] } : {};
  },

  partial_correlation: (c) => {
    const got = partialCorrelation(...series(c), rowsOf(c.inputs.controls));
    return { statistic: statistic(got), pvalue: pvalue(got), lnPvalue: got.status === 'ok' ? got.lnP : null };
  },

  granger: (c) => {
    const [x, y] = series(c);
    const lags = c.options.lags as number;
    return { xToY: named(granger(x, y, lags)), yToX: named(granger(y, x, lags)) };
  },
};

function series({ inputs }: Case): [Float64Array, Float64Array] {
  return [numbers(inputs.x), numbers(inputs.y)];
}

function statistic(result: TestResult): number | null {
  return result.status === 'ok' ? result.statistic : null;
}

function pvalue(result: TestResult): number | null {
  return result.status === 'ok' ? result.p : null;
}

function named(result: TestResult) {
  return result.status === 'ok' ? { ...result, F: result.statistic, pvalue: result.p } : null;
}
