import type { Column } from '../read/column.ts';
import type { ParsedCell } from '../read/parse-cell.ts';
import {
  type DateOrder,
  numberClock,
  type NumberClock,
  parseTime,
  smallNumbers,
  timeOfNumber,
} from './parse-time.ts';
import { createWallClock } from './wall-clock.ts';

/** How times are to be understood where a file leaves it open. */
export type TimeReading = {
  /** IANA name of the zone of times that name none. */
  zone: string;
  /** Of dates such as 3/11/2026; without a choice what the other dates of the column show. */
  order: DateOrder | undefined;
};

/** What the texts and numbers of a column are when they are read as times. */
export type TimeFacts = {
  /** Share of its values that are times. */
  share: number;
  /** Some name no zone. */
  needsZone: boolean;
  /** Every date could be read either way. */
  isAmbiguous: boolean;
};

const lookedAt = 1_000;

export function timeFacts({ values, codes, texts }: Column): TimeFacts {
  const order = dateOrder(texts);
  let looked = 0;
  let times = 0;
  let needsZone = false;
  for (let row = 0; row < (values ?? codes ?? []).length && looked < lookedAt; row++) {
    const code = codes?.[row] ?? 0;
    const value = values?.[row] ?? Number.NaN;
    if (code === 0 && Number.isNaN(value)) continue;
    looked += 1;
    const time = code > 0 ? parseTime(texts[code - 1] as string, order ?? 'monthFirst') : undefined;
    if (code > 0 ? time !== undefined : numberClock(value) !== undefined) times += 1;
    if (time && !time.hasZone) needsZone = true;
  }
  return {
    share: looked === 0 ? 0 : times / looked,
    needsZone,
    isAmbiguous: order === undefined && texts.some((text) => smallNumbers(text) !== undefined),
  };
}

/** Epoch milliseconds by row; NaN where there is no time. */
export function readTimes(column: Column, reading: TimeReading): Float64Array {
  const { values, codes, texts } = column;
  const read = createTimeReader(column, reading);
  const ofText = Float64Array.from(texts, read);
  const times = new Float64Array((values ?? codes)?.length ?? 0);
  for (let row = 0; row < times.length; row++) {
    const code = codes?.[row] ?? 0;
    times[row] = code > 0 ? (ofText[code - 1] as number) : read(values?.[row]);
  }
  return times;
}

/** Reads values as the column shows that they are to be read: numbers count what its first one counts. */
export function createTimeReader(
  { values, texts }: Column,
  { zone, order }: TimeReading,
): (value: ParsedCell) => number {
  const reading = order ?? dateOrder(texts) ?? 'monthFirst';
  const toInstant = createWallClock(zone);
  const clock = values && firstClock(values);
  return (value) => {
    if (typeof value === 'number') return clock ? timeOfNumber(value, clock) : Number.NaN;
    const time = value === undefined ? undefined : parseTime(value, reading);
    if (!time) return Number.NaN;
    return time.hasZone ? time.ms : toInstant(time.ms);
  };
}

function firstClock(values: Float64Array): NumberClock | undefined {
  const first = values.find((value) => !Number.isNaN(value));
  return first === undefined ? undefined : numberClock(first);
}

/** A number above 12 is a day; with points between them the day comes first. */
function dateOrder(texts: readonly string[]): DateOrder | undefined {
  for (const text of texts) {
    const pair = smallNumbers(text);
    if (!pair) continue;
    if (pair[0] > 12) return 'dayFirst';
    if (pair[1] > 12) return 'monthFirst';
    if (text.includes('.')) return 'dayFirst';
  }
  return undefined;
}
