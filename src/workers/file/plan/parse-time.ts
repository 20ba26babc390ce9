/** Which of two small numbers of a date comes first. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** An instant, or a wall clock read as if it were UTC. */
export type ParsedTime = { ms: number; hasZone: boolean };

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?(?:\d{2})?|UTC|GMT)?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${clock}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${clock}$`);
const dayAndName = new RegExp(String.raw`^(\d{1,2})[ -]([A-Za-z]{3,9})[a-z.]*[ ,-]+(\d{4})${clock}$`);
const nameAndDay = new RegExp(String.raw`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})${clock}$`);
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(Z)?$/;
const months = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** Reads a date, with a time or without; undefined when it is none. */
export function parseTime(text: string, order: DateOrder): ParsedTime | undefined {
  const trimmed = text.trim();
  let match = yearFirst.exec(trimmed);
  if (match) return timeOf(match[1], match[3], match[4], match.slice(5));
  match = yearLast.exec(trimmed);
  if (match) {
    const [day, month] = order === 'dayFirst' ? [match[1], match[3]] : [match[3], match[1]];
    return timeOf(match[4], month, day, match.slice(5));
  }
  match = dayAndName.exec(trimmed);
  if (match) return timeOf(match[3], monthNumber(match[2]), match[1], match.slice(4));
  match = nameAndDay.exec(trimmed);
  if (match) return timeOf(match[3], monthNumber(match[1]), match[2], match.slice(4));
  match = compact.exec(trimmed);
  if (match) {
    const [, year, month, day, hour, minute, second, zone] = match;
    return timeOf(year, month, day, [hour, minute, second, undefined, undefined, zone]);
  }
  return undefined;
}

/** The two small numbers of a date that ends in its year, such as 3 and 11 of `3/11/2026`. */
export function smallNumbers(text: string): [first: number, second: number] | undefined {
  const match = yearLast.exec(text.trim());
  return match ? [Number(match[1]), Number(match[3])] : undefined;
}

const second = 1000;
const earliest = Date.UTC(1980, 0) / second;
const latest = Date.UTC(2100, 0) / second;

/** What a number counts since 1970, by its size; or a year or a date written as a number. */
export type NumberClock = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'year' | 'date';

export function numberClock(value: number): NumberClock | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Number.isInteger(value) && value >= 1900 && value < 2100) return 'year';
  if (Number.isInteger(value) && value >= 19_000_101 && value <= 21_001_231) {
    const month = Math.floor(value / 100) % 100;
    const day = value % 100;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? 'date' : undefined;
  }
  for (const [clock, perSecond] of clocks) {
    if (value >= earliest * perSecond && value < latest * perSecond) return clock;
  }
  return undefined;
}

export function timeOfNumber(value: number, clock: NumberClock): number {
  switch (clock) {
    case 'year':
      return Date.UTC(value, 0);
    case 'date':
      return Date.UTC(Math.floor(value / 10_000), (Math.floor(value / 100) % 100) - 1, value % 100);
    case 'seconds':
      return value * second;
    case 'milliseconds':
      return value;
    case 'microseconds':
      return value / 1e3;
    case 'nanoseconds':
      return value / 1e6;
  }
}

const clocks: readonly [NumberClock, number][] = [
  ['seconds', 1],
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
];

function monthNumber(name: string | undefined): string | undefined {
  const at = months.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return at >= 0 && at % 3 === 0 ? String(at / 3 + 1) : undefined;
}

type Part = string | undefined;

/** @param rest hour, minute, second, fraction, AM or PM, zone */
function timeOf(year: Part, month: Part, day: Part, rest: readonly Part[]): ParsedTime | undefined {
  const [hourText, minute = '0', seconds = '0', fraction = '', half, zone] = rest;
  let hour = Number(hourText ?? '0');
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const monthIndex = Number(month) - 1;
  const wall = Date.UTC(Number(year), monthIndex, Number(day), hour, Number(minute), Number(seconds));
  const back = new Date(wall);
  const isReal =
    month !== undefined &&
    back.getUTCMonth() === monthIndex &&
    back.getUTCDate() === Number(day) &&
    hour < 24;
  if (!isReal) return undefined;
  const ms = wall + Number(`0.${fraction || '0'}`) * second;
  return zone === undefined ? { ms, hasZone: false } : { ms: ms - offsetOf(zone), hasZone: true };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return (match[1] === '-' ? -minutes : minutes) * 60 * second;
}
