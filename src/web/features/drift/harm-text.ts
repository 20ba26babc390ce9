import type { ExpectedHarm, Harm } from '#workers/tasks/frame-tasks.ts';
import { formatCount, formatDifference, formatInterval, MISSING, type Unit } from '../../format/number.ts';

/** The harm of each metric, once it is known. */
export type HarmBook = {
  unit: Unit;
  labelled: number;
  byMetric: ReadonlyMap<string, Harm>;
};

export function harmBook(expected: Extract<ExpectedHarm, { status: 'ok' }>): HarmBook {
  return {
    unit: expected.error === 'share' ? 'share' : 'none',
    labelled: expected.labelled,
    byMetric: new Map(expected.harms.map(({ metric, ...harm }) => [metric, harm])),
  };
}

/** "+1.2 pp", shares to a hundredth of a point; or `–` */
export function harmFigure(book: HarmBook, metric: string): string {
  const harm = book.byMetric.get(metric);
  if (harm?.status !== 'ok') return MISSING;
  const value = book.unit === 'share' ? Math.round(harm.value * 1e4) / 1e4 : harm.value;
  return formatDifference(value, book.unit);
}

/** What the drift of a metric alone lets expect, or why that cannot be said. */
export function harmSentence(book: HarmBook, metric: string): string {
  const harm = book.byMetric.get(metric);
  if (!harm) return 'Its harm is not priced: only the metrics that drift most are.';
  if (harm.status === 'unavailable') {
    return harm.reason === 'outside-support'
      ? 'Its harm cannot be told: many of its values lie where the reference has too few labels.'
      : 'Its harm cannot be told: there are no values with labels on both sides.';
  }
  const interval = formatInterval(harm.low, harm.high, book.unit, 'difference');
  const isClear = harm.low > 0 || harm.high < 0;
  const weight = isClear ? '' : ', which may be none';
  return `Expected change of the error by this drift alone: ${formatDifference(harm.value, book.unit)} ${interval}${weight}, by ${formatCount(book.labelled)} labelled rows of the reference.`;
}

export function noHarmText({ reason }: Extract<ExpectedHarm, { status: 'unavailable' }>): string {
  return reason === 'no-labels'
    ? 'Ranked by score: no row of the reference has a label, so no harm can be expected from its drift.'
    : 'Ranked by score: labels and answers of this stage cannot be compared, so there is no error to expect.';
}
