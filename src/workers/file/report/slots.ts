import type { Slots } from './report.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const longest = 365 * day;
const steps = [
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
];
const mostSlots = 24;

/** Slices of time that the rows fill, at most 24 where the longest step allows it; undefined without times. */
export function slotsOf(times: Float64Array): Slots | undefined {
  const { fromMs, toMs } = extent(times);
  if (Number.isNaN(fromMs)) return undefined;
  const stepMs = steps.find((step) => (toMs - fromMs) / step < mostSlots - 1) ?? longest;
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { startMs, stepMs, count: Math.floor((toMs - startMs) / stepMs) + 1 };
}

/** −1 where a row has no time. */
export function slotOfEach(times: Float64Array, { startMs, stepMs }: Slots): Int32Array {
  return Int32Array.from(times, (time) => (Number.isNaN(time) ? -1 : Math.floor((time - startMs) / stepMs)));
}

export function extent(times: Float64Array): { fromMs: number; toMs: number } {
  let fromMs = Number.NaN;
  let toMs = Number.NaN;
  for (const time of times) {
    if (Number.isNaN(time)) continue;
    if (!(fromMs <= time)) fromMs = time;
    if (!(toMs >= time)) toMs = time;
  }
  return { fromMs, toMs };
}
