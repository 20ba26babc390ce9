/** Instants are epoch milliseconds; they are shown in the reader's zone (an IANA name), on a 24 h clock. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPACE = '\u00a0';

/** `12:41`. */
export function formatTime(instant: number, zone: string): string {
  return formatters(zone).time.format(instant);
}

/** `14:02:10`. */
export function formatTimeWithSeconds(instant: number, zone: string): string {
  return formatters(zone).timeWithSeconds.format(instant);
}

/** `23 Nov`. */
export function formatDay(instant: number, zone: string): string {
  return formatters(zone).day.format(instant).replace(' ', SPACE);
}

/** `23 Nov 12:41`. */
export function formatDateTime(instant: number, zone: string): string {
  return `${formatDay(instant, zone)}${SPACE}${formatTime(instant, zone)}`;
}

/** As short as `now` allows: `12:41` today, `23 Nov 12:41` this year, `23 Nov 2025 12:41` before. */
export function formatInstant(instant: number, zone: string, now: number): string {
  const { date } = formatters(zone);
  const then = date.format(instant);
  const today = date.format(now);
  if (then === today) return formatTime(instant, zone);
  if (then.slice(0, 4) === today.slice(0, 4)) return formatDateTime(instant, zone);
  return `${formatDay(instant, zone)}${SPACE}${then.slice(0, 4)}${SPACE}${formatTime(instant, zone)}`;
}

/** `08:00–14:00 UTC`, `22 Nov 18:00–23 Nov 06:00 UTC`; the zone is printed as it is called at the end. */
export function formatRange(from: number, to: number, zone: string, now: number): string {
  const { date } = formatters(zone);
  const start = formatInstant(from, zone, now);
  const end = date.format(from) === date.format(to) ? formatTime(to, zone) : formatInstant(to, zone, now);
  return `${start}–${end}${SPACE}${formatZone(zone, to)}`;
}

/** What the zone is called at `instant`: `UTC`, `CET`, `GMT+5:30`. */
export function formatZone(zone: string, instant: number): string {
  const parts = formatters(zone).zoneName.formatToParts(instant);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** How long ago, in at most two units: `8 s`, `1 min 40 s`, `1 h 19 m`, `3 d 4 h`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  if (seconds < 60) return `${seconds}${SPACE}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'min', seconds % 60, 's');
  if (minutes < 60) return `${minutes}${SPACE}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return twoUnits(hours, 'h', minutes % 60, 'm');
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** `1 h 19 m ago`, `just now`, `in 5 min`. */
export function formatAgo(instant: number, now: number): string {
  if (Math.abs(now - instant) < SECOND) return 'just now';
  return instant < now ? `${formatAge(now - instant)} ago` : `in ${formatAge(instant - now)}`;
}

export interface TimeTick {
  time: number;
  label: string;
}

/**
 * Marks of a time axis at round local times, at most `most` of them; a midnight carries the day instead of 00:00.
 * On the days when the clocks change the marks follow the local clock, so one gap is 1 h shorter or longer.
 */
export function timeTicks(from: number, to: number, zone: string, most = 5): TimeTick[] {
  const step = tickSteps.find((candidate) => (to - from) / candidate <= most) ?? tickSteps.at(-1) ?? DAY;
  const stride = Math.max(1, Math.ceil((to - from) / step / most));
  const ticks: TimeTick[] = [];
  const first = Math.ceil(local(from, zone) / step) - 1;
  for (let index = first; ; index += 1) {
    if (((index % stride) + stride) % stride !== 0) continue;
    const wall = index * step;
    const time = instantAt(wall, zone);
    if (time > to) return ticks;
    const last = ticks.at(-1);
    if (time >= from && (!last || time > last.time))
      ticks.push({ time, label: tickLabel(time, wall, step, zone) });
  }
}

const tickSteps = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];

function tickLabel(time: number, wall: number, step: number, zone: string): string {
  if (wall % DAY === 0) return formatDay(time, zone);
  return step < MINUTE ? formatTimeWithSeconds(time, zone) : formatTime(time, zone);
}

/** The wall clock of `zone` at `instant`, as if it were UTC. */
function local(instant: number, zone: string): number {
  return instant + offsetAt(instant, zone);
}

/** When the wall clock of `zone` shows `wall`; a time that the clocks skip or repeat is read with the later offset. */
function instantAt(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}

function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const seconds = Math.floor(instant / SECOND) * SECOND;
  const parts = formatters(zone).wall.formatToParts(seconds);
  const field = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return wall - seconds;
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const whole = `${large}${SPACE}${largeUnit}`;
  return small === 0 ? whole : `${whole}${SPACE}${small}${SPACE}${smallUnit}`;
}

interface Formatters {
  time: Intl.DateTimeFormat;
  timeWithSeconds: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  date: Intl.DateTimeFormat;
  wall: Intl.DateTimeFormat;
  zoneName: Intl.DateTimeFormat;
}

/** A formatter costs about 50 µs to make and is asked for at every mouse move. */
const known = new Map<string, Formatters>();

function formatters(zone: string): Formatters {
  const cached = known.get(zone);
  if (cached) return cached;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  const made: Formatters = {
    time: new Intl.DateTimeFormat('en-GB', clock),
    timeWithSeconds: new Intl.DateTimeFormat('en-GB', { ...clock, second: '2-digit' }),
    day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone }),
    date: new Intl.DateTimeFormat('sv-SE', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      timeZone: zone,
    }),
    wall: new Intl.DateTimeFormat('en-US', {
      ...clock,
      second: '2-digit',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }),
    zoneName: new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short', timeZone: zone }),
  };
  known.set(zone, made);
  return made;
}
