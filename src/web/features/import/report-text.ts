import type { DriftReport, Guess, Plan } from '#workers/file/protocol.ts';
import { formatCount, formatInterval, formatValue } from '../../format/number.ts';
import { formatRange } from '../../format/time.ts';
import { rankFeatures } from './rank-features.ts';

/** What the report comes to, in a sentence: what drifts most, and what became of the quality. */
export function reportAnswer(report: DriftReport): {
  severity: 'critical' | 'warning' | undefined;
  text: string;
} {
  const ranked = rankFeatures(report);
  const drifting = ranked.filter(({ verdict }) => verdict.verdict === 'drift');
  const doubtful = ranked.filter(({ verdict }) => verdict.verdict === 'warn');
  const worst = drifting[0] ?? doubtful[0];
  const score = worst?.score.status === 'ok' ? ` (${formatValue(worst.score.effect, 'none')})` : '';
  const of = `of ${formatCount(ranked.length)} ${ranked.length === 1 ? 'column' : 'columns'}`;
  const text = !worst
    ? `No column drifts, ${of} compared.`
    : drifting.length > 0
      ? `${formatCount(drifting.length)} ${of} ${drifting.length === 1 ? 'drifts' : 'drift'}, most of all ${worst.column}${score}; ${formatCount(doubtful.length)} more ${doubtful.length === 1 ? 'is' : 'are'} worth a look.`
      : `No column drifts; ${formatCount(doubtful.length)} ${of} ${doubtful.length === 1 ? 'is' : 'are'} worth a look, first ${worst.column}${score}.`;
  const severity = drifting.length > 0 ? 'critical' : doubtful.length > 0 ? 'warning' : undefined;
  return { severity, text: `${text} ${qualityAnswer(report)}`.trim() };
}

function qualityAnswer({ quality }: DriftReport): string {
  if (quality.status !== 'ok') return '';
  const main = quality.measures[0];
  if (!main || main.reference.status !== 'ok' || main.current.status !== 'ok') return '';
  const { name, unit, reference, current } = main;
  const isApart = current.lower > reference.upper || current.upper < reference.lower;
  const interval = formatInterval(current.lower, current.upper, unit);
  const verb = !isApart ? 'has hardly changed' : current.value > reference.value ? 'rose' : 'fell';
  return `${name} ${verb}: ${formatValue(current.value, unit)} ${interval} after ${formatValue(reference.value, unit)}.`;
}

/** What the figures rest on: rows, times, samples, labels. */
export function reportNotes(
  plan: Plan,
  columns: Guess['columns'],
  report: DriftReport,
  { zone, nowMs }: { zone: string; nowMs: number },
): string[] {
  const notes: string[] = [];
  const { reference, current, threshold, level } = report;
  const rows = (side: typeof reference): string =>
    side.kept < side.rows
      ? `about ${formatCount(side.rows)} rows, of which a sample of ${formatCount(side.kept)} is compared`
      : `${formatCount(side.rows)} rows`;
  const when = (side: typeof reference): string =>
    Number.isNaN(side.fromMs) ? '' : `, ${formatRange(side.fromMs, side.toMs, zone, nowMs)}`;
  notes.push(`Reference: ${rows(reference)}${when(reference)}.`);
  notes.push(`Current: ${rows(current)}${when(current)}.`);
  const time = plan.columns.find(({ role }) => role === 'time')?.name;
  if (time === undefined) notes.push('No column holds times: the order of the rows stands in for it.');
  else if (current.fromMs < reference.toMs) notes.push('Reference and current rows overlap in time.');
  if (plan.columns.some(({ role }) => role === 'label')) {
    const share = current.labelled / Math.max(1, current.kept);
    notes.push(`Labels: ${formatValue(share, 'share')} of the current rows have one.`);
  }
  const left = plan.columns.filter(({ role }) => role === 'ignored').map(({ name }) => name);
  if (left.length > 0) {
    const names =
      left.length > 5 ? `${left.slice(0, 5).join(', ')} and ${left.length - 5} more` : left.join(', ');
    notes.push(`Left out: ${names}.`);
  }
  const empty = columns.filter(({ counts }) => counts.numbers + counts.texts === 0).length;
  if (empty > 0) notes.push(`${formatCount(empty)} ${empty === 1 ? 'column is' : 'columns are'} empty.`);
  notes.push(
    `Score: Jensen–Shannon distance in bins that the reference fixes. A column drifts from ${formatValue(threshold.alert, 'none')} on and is worth a look from ${formatValue(threshold.warn, 'none')} on, where p, adjusted for all tests (Benjamini–Hochberg), is below ${formatValue(level, 'none')}; lost values and new categories count as well.`,
  );
  return notes;
}
