import { metricPrefixes } from '#contract/metric.ts';
import type { MatrixCell } from '../../charts/lead-matrix.tsx';
import type { LeadLag, SeriesChoice } from '#workers/tasks/series-tasks.ts';
import { formatDuration, formatPValue, MISSING } from '../../format/number.ts';
import type { MovingSeries } from '../../leads/drift-moves.ts';
import { seriesName } from '../../leads/series-name.ts';

/** Adjusted p-values below it say that an order is no chance. */
export const leadLevel = 0.01;

/** What the matrix says of one series before another. */
export function leadCell(leads: LeadLag, row: number, column: number): MatrixCell {
  const { series, strengths, lags, p, sizes, stepMs, leastSlots } = leads;
  const at = row * series.length + column;
  const [first, after] = [series[row], series[column]] as [SeriesChoice, SeriesChoice];
  const value = strengths[at] ?? NaN;
  const n = sizes[at] ?? 0;
  const names = `${fullName(first)} and ${fullName(after)}`;
  if (Number.isNaN(value)) {
    const isFew = n < leastSlots;
    return {
      value,
      text: isFew ? `n = ${n}` : 'constant',
      detail: isFew
        ? `${names}: only ${n} intervals with both values, fewer than ${leastSlots}`
        : `${names}: one of them has one value only`,
      isFaint: true,
    };
  }
  const lagMs = (lags[at] ?? 0) * stepMs;
  const adjusted = p[at] ?? NaN;
  const isFaint = !(adjusted < leadLevel);
  return {
    value,
    text: `${formatCorrelation(value)} ${lagText(lagMs)}`,
    detail: `${leadText(first, after, lagMs, isFaint)} (r = ${formatCorrelation(value)}, ${formatPValue(adjusted)}, n = ${n})`,
    isFaint,
  };
}

/** Two series that agree so well at the same instant are one value under two names. */
const handedOn = 0.95;

/** The strongest pair of two stages; a value that is handed on from stage to stage says nothing. */
export function strongestPair(
  { series, p, strengths, lags }: Pick<LeadLag, 'series' | 'p' | 'strengths' | 'lags'>,
  first: string,
  after: string,
): { row: number; column: number } | undefined {
  let best: { row: number; column: number; p: number; size: number } | undefined;
  for (const [row, x] of series.entries()) {
    if (x.stage !== first) continue;
    for (const [column, y] of series.entries()) {
      if (y.stage !== after || isSameField(x, y)) continue;
      const at = row * series.length + column;
      const candidate = { row, column, p: p[at] ?? NaN, size: Math.abs(strengths[at] ?? NaN) };
      if (Number.isNaN(candidate.p) || (candidate.size > handedOn && lags[at] === 0)) continue;
      if (!best || candidate.p < best.p || (candidate.p === best.p && candidate.size > best.size))
        best = candidate;
    }
  }
  return best && { row: best.row, column: best.column };
}

/** An input of the same name in two stages is one and the same. */
function isSameField(x: SeriesChoice, y: SeriesChoice): boolean {
  return x.metric === y.metric && x.metric.startsWith(metricPrefixes.input);
}

export function lagText(lagMs: number): string {
  return lagMs === 0 ? '0 min' : `+${formatDuration(lagMs)}`;
}

export function formatCorrelation(value: number): string {
  return Number.isNaN(value) ? MISSING : value.toFixed(2).replace('-', '\u2212');
}

function leadText(first: SeriesChoice, after: SeriesChoice, lagMs: number, isFaint: boolean): string {
  if (isFaint) return `${fullName(first)} and ${fullName(after)}: no order beyond chance`;
  if (lagMs === 0) return `${fullName(first)} and ${fullName(after)} move together`;
  return `${fullName(first)} precedes ${fullName(after)} by ${formatDuration(lagMs)}`;
}

export function fullName(choice: MovingSeries): string {
  return `${seriesName(choice)} of ${choice.stage}`;
}
