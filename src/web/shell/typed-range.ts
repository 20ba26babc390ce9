import type { TimeRange } from '../api/time-range.ts';
import { formatBound } from '../url/view.ts';
import { rangeBetween } from './time-range-moves.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What people type: `last 3 h`, `3h`, `today`, `yesterday`, `12:30-13:10`; undefined when it is no range. */
export function parseTypedRange(text: string, nowMs: number, isUtc: boolean): TimeRange | undefined {
  const typed = text.trim().toLowerCase();
  const span = /^(?:last\s+)?(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/.exec(typed);
  if (span && Number(span[1]) > 0) return { from: `-${Number(span[1])}${span[2]?.[0]}`, to: 'now' };

  const midnight = startOfDay(nowMs, isUtc);
  if (typed === 'today' && midnight < nowMs) return { from: formatBound(midnight), to: 'now' };
  if (typed === 'yesterday') return rangeBetween(startOfDay(midnight - HOUR_MS, isUtc), midnight);

  const clock = /^(\d{1,2}):(\d\d)\s*(?:-|–|to)\s*(\d{1,2}):(\d\d)$/.exec(typed);
  if (!clock) return undefined;
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = clock.slice(1).map(Number);
  if (startHour > 23 || endHour > 23 || startMinute > 59 || endMinute > 59) return undefined;
  const start = atClock(midnight, startHour, startMinute, isUtc);
  const end = atClock(midnight, endHour, endMinute, isUtc);
  if (start >= end) return undefined;
  return start < nowMs ? rangeBetween(start, end) : rangeBetween(start - DAY_MS, end - DAY_MS);
}

/** For a `datetime-local` field: the wall clock of the reader at an instant. */
export function toFieldText(instantMs: number, isUtc: boolean): string {
  const offsetMs = isUtc ? 0 : new Date(instantMs).getTimezoneOffset() * MINUTE_MS;
  return new Date(instantMs - offsetMs).toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` field names, NaN while it is empty. */
export function fromFieldText(text: string, isUtc: boolean): number {
  return Date.parse(isUtc ? `${text}Z` : text);
}

function startOfDay(instantMs: number, isUtc: boolean): number {
  return isUtc ? new Date(instantMs).setUTCHours(0, 0, 0, 0) : new Date(instantMs).setHours(0, 0, 0, 0);
}

function atClock(midnightMs: number, hour: number, minute: number, isUtc: boolean): number {
  const day = new Date(midnightMs);
  return isUtc ? day.setUTCHours(hour, minute) : day.setHours(hour, minute);
}
