import type { Compare } from '../url/compare.ts';
import { parseBound, type TimeRange } from './time-range.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The window that a range is held against, and how much later the range lies. */
export type CompareRange = { range: TimeRange; shiftMs: number };

/**
 * Undefined where there is nothing to compare with by time; a reference has a length of its own and is no such window.
 * What moves with the clock stays so.
 */
export function compareRange(compare: Compare, range: TimeRange, nowMs: number): CompareRange | undefined {
  switch (compare.kind) {
    case 'none':
    case 'reference':
      return undefined;
    case 'previous':
      return previous(range, nowMs);
    case 'shift':
      return earlier(range, compare.days * DAY_MS);
    case 'window':
      return {
        range: { from: compare.from, to: compare.to },
        shiftMs: instantOf(range.from, nowMs) - instantOf(compare.from, nowMs),
      };
  }
}

function previous(range: TimeRange, nowMs: number): CompareRange {
  const lengthMs = instantOf(range.to, nowMs) - instantOf(range.from, nowMs);
  const isEven = isRelative(range.from) === isRelative(range.to);
  if (isEven) return earlier(range, lengthMs);
  // From an instant up to now: it grows, by whole minutes so that a link to it stays the same for a while.
  const shiftMs = Math.max(MINUTE_MS, Math.floor(lengthMs / MINUTE_MS) * MINUTE_MS);
  return { range: { from: earlierBound(range.from, shiftMs), to: range.from }, shiftMs };
}

function earlier({ from, to }: TimeRange, shiftMs: number): CompareRange {
  return { range: { from: earlierBound(from, shiftMs), to: earlierBound(to, shiftMs) }, shiftMs };
}

function earlierBound(bound: string, shiftMs: number): string {
  if (!isRelative(bound)) return new Date(instantOf(bound, 0) - shiftMs).toISOString();
  const minutes = Math.round((shiftMs - instantOf(bound, 0)) / MINUTE_MS);
  if (minutes % 1440 === 0) return `-${minutes / 1440}d`;
  return minutes % 60 === 0 ? `-${minutes / 60}h` : `-${minutes}m`;
}

function isRelative(bound: string): boolean {
  return bound === 'now' || bound.startsWith('-');
}

function instantOf(bound: string, nowMs: number): number {
  const instant = parseBound(bound, nowMs);
  if (instant === undefined) throw new RangeError(`no instant: ${bound}`);
  return instant;
}
