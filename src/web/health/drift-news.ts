import type { DriftMap, MetricDrift } from '#workers/tasks/drift-map-tasks.ts';
import { guessedBook, type MetricBook } from '../format/metric-book.ts';
import { formatValue } from '../format/number.ts';
import { methodTexts } from './drift-methods.ts';
import type { DriftNews } from './stage-health.ts';

/** The worst metric of a stage, and how many drift; undefined where nothing could be scored. Muted ones call nobody. */
export function driftNews(
  { counts, method, metrics: all }: DriftMap,
  book: MetricBook = guessedBook,
): DriftNews | undefined {
  const metrics = all.filter(({ metric }) => book.attention(metric) !== 'muted');
  const drifting = metrics.filter(({ verdict }) => verdict.verdict === 'drift');
  const worst = worstOf(drifting.length > 0 ? drifting : metrics);
  if (!worst) return undefined;
  const { value, reason } = describeScore(worst);
  return {
    metricId: worst.metric,
    metric: book.title(worst.metric) ?? nameIn(counts, worst.metric),
    effect: effectOf(worst),
    score: value,
    scoreName: reason ?? methodTexts[method].name,
    sinceMs: worst.spell?.fromMs,
    drifting: drifting.length,
  };
}

/** Ranked by score; a metric that drifts by missing values or new categories alone comes after those with a score. */
function worstOf(metrics: readonly MetricDrift[]): MetricDrift | undefined {
  return metrics
    .filter((metric) => metric.score.status === 'ok' || metric.verdict.verdict === 'drift')
    .sort((a, b) => effectOf(b) - effectOf(a))[0];
}

function effectOf({ score }: MetricDrift): number {
  return score.status === 'ok' ? score.effect : -1;
}

/** A verdict that is not of the score itself is told by what it is of. */
function describeScore({ score, verdict }: MetricDrift): { value: string; reason?: string } {
  if (!verdict.reasons.includes('score')) {
    if (verdict.reasons.includes('missing')) {
      return { value: formatValue(score.missing.current, 'share'), reason: 'missing' };
    }
    if (verdict.reasons.includes('unseen') && score.status === 'ok') {
      return { value: formatValue(score.unseen?.current, 'share'), reason: 'new categories' };
    }
  }
  return { value: formatValue(score.status === 'ok' ? score.effect : undefined, 'none') };
}

function nameIn({ metrics }: DriftMap['counts'], id: string): string {
  return metrics.find(({ metric }) => metric === id)?.name ?? id;
}
