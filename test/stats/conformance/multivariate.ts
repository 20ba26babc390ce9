import { aucTest } from '#stats/auc-test.ts';
import { classifierTest } from '#stats/classifier-test.ts';
import { mmdLinear } from '#stats/mmd-linear.ts';
import { fourierMean, mmdRandomFourier } from '#stats/mmd-random-fourier.ts';
import { medianSquaredDistance, mmd } from '#stats/mmd.ts';
import { pcaReconstruction } from '#stats/pca-reconstruction.ts';
import { joinPoints, type Points, pointsOf } from '#stats/points.ts';
import type { Case } from './case.ts';
import { type Json, numbers, rowsOf } from './numbers.ts';

/** Our answer to a case of a reference file, by statistic. */
export const multivariateStatistics: Record<string, (case_: Case) => unknown> = {
  mmd: ({ inputs, options }) => {
    const reference = points(inputs.reference);
    const current = points(inputs.current);
    const seed = (options.permutationSeed as number | undefined) ?? 1;
    const permutations = (options.permutations as number | undefined) ?? 0;
    const median = medianSquaredDistance(
      options.bandwidth === 'median-reference' ? reference : joinPoints(reference, current),
      seed,
    );
    const gamma = (options.gamma as number | undefined) ?? 1 / median;
    const result = mmd(reference, current, { gamma, permutations, seed });
    if (result.status === 'unavailable') return result;
    const { statistic, biased, exceedances, p } = result;
    return { medianSquaredDistance: median, gamma, unbiased: statistic, biased, exceedances, pvalue: p };
  },
  mmd_linear: ({ inputs, options }) => {
    const result = mmdLinear(points(inputs.reference), points(inputs.current), options.gamma as number);
    if (result.status === 'unavailable') return result;
    const { statistic, z, p, lnP } = result;
    return { statistic, z, pvalue: p, lnPvalue: lnP };
  },
  mmd_rff: ({ inputs }) => {
    const features = { frequencies: points(inputs.frequencies), phases: numbers(inputs.phases) };
    const [reference, current] = [inputs.reference, inputs.current].map((rows) =>
      fourierMean(points(rows), features),
    );
    return { statistic: mmdRandomFourier(reference as Float64Array, current as Float64Array) };
  },
  c2st: ({ inputs, options }) => {
    const result = classifierTest(points(inputs.reference), points(inputs.current), options.folds as number);
    if (result.status === 'unavailable') return result;
    const { statistic, p, accuracy, correct, baselineAccuracy, binomialP, scores, models } = result;
    return {
      auc: statistic,
      aucPvalue: p,
      accuracy,
      correct,
      baselineAccuracy,
      binomialPvalue: binomialP,
      scores,
      foldModels: models.map(({ means, deviations, intercept, coefficients }) => ({
        mean: means,
        sd: deviations,
        intercept,
        coef: coefficients,
      })),
    };
  },
  auc_test: ({ inputs }) => {
    const result = aucTest(numbers(inputs.scores), numbers(inputs.labels));
    if (result.status === 'unavailable') return result;
    return { auc: result.statistic, U: result.u, pvalue: result.p };
  },
  pca_reconstruction: ({ inputs, options }) => {
    const result = pcaReconstruction(
      points(inputs.reference),
      points(inputs.current),
      options.components as number,
    );
    if (result.status === 'unavailable') return result;
    const side = ({ mean, standardDeviation, standardError }: typeof result.reference) => ({
      mean,
      sd: standardDeviation,
      standardError,
    });
    return {
      explainedVarianceRatio: result.explainedVarianceRatio,
      components: result.components,
      reference: side(result.reference),
      current: side(result.current),
      currentErrors: result.current.errors.slice(0, 10),
    };
  },
};

function points(rows: Json | undefined): Points {
  return pointsOf(rowsOf(rows));
}
