import { aucTest } from './auc-test.ts';
import { fitLogistic, logOdds, type LogisticModel } from './logistic-regression.ts';
import { completePoints, joinPoints, type Points, selectPoints } from './points.ts';
import { binomialUpperTail } from './special/binomial.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Classifier two-sample test (Lopez-Paz & Oquab 2017): can a model tell reference from current rows? An L2 logistic
 * regression, fitted on four fifths, scores the last fifth, in five folds by row number within each sample. `statistic` and
 * `effect` are the AUC of the held-out scores (½: indistinguishable), p by Mann & Whitney, `binomialP` of the
 * accuracy against always naming the larger sample. The coefficients of `models`, on standardised columns, say which columns
 * give it away. A linear model sees shifts, not changes of shape or of dependence. Rows with a missing value are left out; each
 * sample needs as many rows as there are folds. O(rows · columns²) a step of each fold's fit.
 *
 * @throws {RangeError} when the samples differ in their number of columns
 */
export function classifierTest(
  reference: Points,
  current: Points,
  folds = 5,
): TestResult<{
  accuracy: number;
  correct: number;
  baselineAccuracy: number;
  binomialP: number;
  /** Log odds of being current, reference rows first. */
  scores: Float64Array;
  models: LogisticModel[];
}> {
  const x = completePoints(reference);
  const y = completePoints(current);
  const n = x.rows;
  const m = y.rows;
  if (n < folds || m < folds) return unavailable('insufficient-data', n, m);

  const pooled = joinPoints(x, y);
  const labels = Uint8Array.from({ length: n + m }, (_, i) => (i < n ? 0 : 1));
  const foldOf = Uint8Array.from({ length: n + m }, (_, i) => (i < n ? i : i - n) % folds);
  const scores = new Float64Array(n + m);
  const models = Array.from({ length: folds }, (_, fold) => {
    const training = Array.from(labels.keys()).filter((i) => foldOf[i] !== fold);
    const model = fitLogistic(
      selectPoints(pooled, training),
      training.map((i) => labels[i] as number),
    );
    for (let i = 0; i < n + m; i++) if (foldOf[i] === fold) scores[i] = logOdds(model, pooled, i);
    return model;
  });

  const auc = aucTest(scores, labels);
  if (auc.status === 'unavailable') return auc;
  const correct = scores.reduce((count, score, i) => count + (score > 0 === (labels[i] === 1) ? 1 : 0), 0);
  const baselineAccuracy = Math.max(n, m) / (n + m);
  const { statistic, effect, p, lnP } = auc;
  return {
    status: 'ok',
    statistic,
    effect,
    p,
    lnP,
    n,
    m,
    accuracy: correct / (n + m),
    correct,
    baselineAccuracy,
    binomialP: binomialUpperTail(correct, n + m, baselineAccuracy),
    scores,
    models,
  };
}
