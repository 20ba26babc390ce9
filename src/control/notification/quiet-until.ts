import type { QuietHours } from '#contract/notification-route.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Longer than any quiet time: a weekend between two nights. */
const LONGEST_MINUTES = 4 * DAY_MINUTES;

/** When the quiet time that `atMs` lies in ends, by the clock of its zone; null when it lies in none. */
export function quietUntil(quiet: QuietHours, atMs: number): number | null {
  if (!isQuiet(quiet, atMs)) return null;
  const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  // By minutes of the clock on the wall, which skips and repeats hours: few steps, and no case for either.
  for (let minutes = 1; minutes <= LONGEST_MINUTES; minutes++) {
    const ms = startMs + minutes * MINUTE_MS;
    if (!isQuiet(quiet, ms)) return ms;
  }
  return null; // a weekend that is quiet all week round: it would never end
}

function isQuiet({ zone, from, to, weekend }: QuietHours, ms: number): boolean {
  const { minute, weekday } = wallClock(zone, ms);
  if (weekend && (weekday === 'Sat' || weekday === 'Sun')) return true;
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start < end ? start <= minute && minute < end : minute >= start || minute < end;
}

function minuteOf(timeOfDay: string): number {
  const [hour = '0', minute = '0'] = timeOfDay.split(':');
  return Number(hour) * 60 + Number(minute);
}

function wallClock(zone: string, ms: number): { minute: number; weekday: string } {
  const parts = clockOf(zone).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return { minute: Number(part('hour')) * 60 + Number(part('minute')), weekday: part('weekday') };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, made);
  return made;
}
