import { parseBound, type TimeRange } from '../api/time-range.ts';

/** What the range is held against, as `cmp` of the URL names it. */
export type Compare =
  | { kind: 'none' }
  /** The window of the same length right before. */
  | { kind: 'previous' }
  | { kind: 'shift'; days: 1 | 7 }
  | { kind: 'reference'; id: string }
  | ({ kind: 'window' } & TimeRange);

export const compareCycle = ['none', 'prev', '-1d', '-7d'] as const;

export const compareLabels: Record<(typeof compareCycle)[number], string> = {
  none: 'nothing',
  prev: 'the period before',
  '-1d': 'the day before',
  '-7d': 'the week before',
};

/** Undefined for what is no comparison. */
export function parseCompare(text: string): Compare | undefined {
  switch (text) {
    case 'none':
      return { kind: 'none' };
    case 'prev':
      return { kind: 'previous' };
    case '-1d':
      return { kind: 'shift', days: 1 };
    case '-7d':
      return { kind: 'shift', days: 7 };
  }
  const reference = /^ref:(.{1,100})$/.exec(text);
  if (reference?.[1]) return { kind: 'reference', id: reference[1] };
  const [from, to, ...rest] = text.split('~');
  const isWindow = from !== undefined && to !== undefined && rest.length === 0;
  return isWindow && isOrdered(from, to) ? { kind: 'window', from, to } : undefined;
}

/** The next of the usual comparisons; after any other, the first of them. */
export function nextCompare(text: string): string {
  const place = compareCycle.findIndex((known) => known === text);
  return compareCycle[(place + 1) % compareCycle.length] ?? 'none';
}

/** Both against the same clock, whatever it shows: a week is always before an hour ago. */
function isOrdered(from: string, to: string): boolean {
  const nowMs = Date.UTC(2100, 0);
  const [fromMs, toMs] = [parseBound(from, nowMs), parseBound(to, nowMs)];
  return fromMs !== undefined && toMs !== undefined && fromMs < toMs;
}
