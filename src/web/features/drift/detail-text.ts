import type { DriftMap, DriftScore } from '#workers/tasks/drift-map-tasks.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import { methodTexts, reasonTexts, unavailableText } from '../../health/drift-methods.ts';
import type { RankedMetric } from './ranking.ts';

/**
 * What the counts say of a metric over the window that the list shows, or of one cell of the map.
 *
 * @param cell the score of the cell; left out, the metric's own
 */
export function detailText(map: DriftMap, metric: RankedMetric, cell?: DriftScore): string {
  const score = cell ?? metric.score;
  const because = cell ? '' : becauseText(metric);
  if (score.status === 'unavailable') return `No score: ${unavailableText(score, map.leastRows)}.${because}`;
  if (score.bins === 1) return 'It has one value only, the same as in the reference.';
  const p = cell
    ? formatPValue(score.p)
    : `${formatPValue(metric.verdict.adjustedP)} adjusted for ${map.metrics.length} metrics`;
  const sizes = `${formatCount(score.m)} values against ${formatCount(score.n)}`;
  return `${effectText(score)}${boundText(score)}, ${p}; ${sizes}.${because}`;
}

function effectText({ method, effect, statistic }: Extract<DriftScore, { status: 'ok' }>): string {
  const text = `${capital(methodTexts[method].effect)} ${formatValue(effect, 'none')}`;
  if (method === 'wasserstein')
    return `${text} standard deviations (${formatValue(statistic, 'none')} in its own unit)`;
  if (method === 'chiSquare') return `${text} (chi-square ${formatValue(statistic, 'none')})`;
  return text;
}

/** The bins do not fix every statistic of the rows; between these it lies. */
function boundText({ bound }: Extract<DriftScore, { status: 'ok' }>): string {
  if (!bound) return '';
  return `, on the rows between ${formatValue(bound.low, 'none')} and ${formatValue(bound.high, 'none')}`;
}

function becauseText({ verdict }: RankedMetric): string {
  if (verdict.reasons.length === 0) return '';
  const word = verdict.verdict === 'drift' ? 'Drift' : 'Worth a look';
  return ` ${word}: ${verdict.reasons.map((reason) => reasonTexts[reason]).join('; ')}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
