import type { MultivariateFindings } from '#workers/tasks/frame-tasks.ts';
import { metricLabel } from '../../format/metric-label.ts';
import { formatValue } from '../../format/number.ts';
import { driftLevel } from '../../health/drift-methods.ts';

/** Area under the ROC curve from which on two sides count as different: a shift of 0.36 standard deviations. */
const TELLING_AUC = 0.6;
/** Parts of the first carriers that are named. */
const NAMED_PART = 0.15;

/** In words, whether the rows of both sides can be told apart, and by what. */
export function togetherAnswer({ classifier, reconstruction, metrics }: MultivariateFindings): string {
  if (metrics.length < 2) {
    return 'Not available: fewer than two numeric metrics vary and have values in most rows.';
  }
  const isBroken = reconstruction.status === 'ok' && reconstruction.p < driftLevel;
  const structure = isBroken
    ? ` What they have in common ${reconstruction.effect > 0 ? 'holds less than in the reference' : 'is tighter than in the reference'}.`
    : '';
  if (classifier.status === 'unavailable')
    return `There are too few complete rows to tell the sides apart.${structure}`;

  const auc = formatValue(classifier.auc, 'none');
  if (!(classifier.p < driftLevel && classifier.auc >= TELLING_AUC)) {
    return `Together, too, the ${metrics.length} metrics look as in the reference: a classifier can hardly tell the rows apart (${auc}).${structure}`;
  }
  const named = classifier.carriers
    .filter(({ part }, place) => place === 0 || (place < 4 && part >= NAMED_PART))
    .map(({ metric }) => metricLabel(metric));
  return `A classifier tells current rows from those of the reference (${auc}), mostly by ${named.join(', ')}.${structure}`;
}
