import { guessedBook, type MetricBook } from '../../format/metric-book.ts';
import { formatValue } from '../../format/number.ts';
import { formatInstant, formatRange } from '../../format/time.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { methodTexts } from '../../health/drift-methods.ts';
import { byVerdict, heardMetrics, rankMetrics, type RankedMetric } from './ranking.ts';

/** The first sentence of the page: how many metrics drift, which most, since when, and against what. */
export function driftAnswer(
  map: DriftMap,
  stage: string,
  zone: string,
  nowMs: number,
  book: MetricBook = guessedBook,
): string {
  const ranked = heardMetrics(rankMetrics(map, book), book).toSorted(byVerdict);
  const scored = ranked.filter(({ verdict }) => verdict.verdict !== 'unavailable');
  const against = `against ${referenceText(map.counts.reference, zone, nowMs)}`;
  if (scored.length === 0) return `Nothing of ${stage} can be compared ${against} yet.`;

  const drifting = ranked.filter(({ verdict }) => verdict.verdict === 'drift');
  const warned = ranked.filter(({ verdict }) => verdict.verdict === 'warn').length;
  const left = ranked.length - scored.length;
  const rest = [
    ...(warned > 0
      ? [`${warned} ${drifting.length > 0 ? 'more ' : ''}${warned === 1 ? 'is' : 'are'} worth a look`]
      : []),
    ...(left > 0 ? [`${left} could not be scored`] : []),
  ].map((part) => `; ${part}`);
  const [worst] = drifting;
  if (!worst) return `None of the ${count(scored.length)} of ${stage} drifts ${against}${rest.join('')}.`;
  const spell = spellText(worst, zone, nowMs);
  const most = drifting.length > 1 ? 'most of all ' : '';
  const verb = drifting.length === 1 ? 'drifts' : 'drift';
  return `${drifting.length} of ${count(scored.length)} of ${stage} ${verb}, ${most}${worst.name} (${scoreText(worst)})${spell}, ${against}${rest.join('')}.`;
}

export function referenceText(
  { name, version, from, to }: DriftMap['counts']['reference'],
  zone: string,
  nowMs: number,
): string {
  const title = version > 1 ? `“${name}” v${version}` : `“${name}”`;
  return `${title} (${formatRange(Date.parse(from), Date.parse(to), zone, nowMs)})`;
}

/** What speaks for the verdict, in a number. */
export function scoreText({ score, verdict }: RankedMetric): string {
  const [reason] = verdict.reasons;
  if (reason === 'missing') {
    const { reference, current } = score.missing;
    return `missing values ${formatValue(reference, 'share')} → ${formatValue(current, 'share')}`;
  }
  if (score.status !== 'ok') return 'no score';
  if (reason === 'unseen') return `${formatValue(score.unseen?.current, 'share')} in new categories`;
  return `${methodTexts[score.method].name} ${formatValue(score.effect, 'none')}`;
}

function spellText({ spell }: RankedMetric, zone: string, nowMs: number): string {
  if (!spell) return '';
  const start = formatInstant(spell.fromMs, zone, nowMs);
  return spell.isOngoing ? ` since ${start}` : ` from ${start} to ${formatInstant(spell.toMs, zone, nowMs)}`;
}

function count(metrics: number): string {
  return metrics === 1 ? '1 metric' : `${metrics} metrics`;
}
