export interface Span {
  from: number;
  to: number;
}

export interface Gap extends Span {
  reason: string;
}

/** Index of the time nearest to `time`; −1 when there is none. `times` ascend. */
export function nearestIndex(times: Float64Array, time: number): number {
  const after = firstAtOrAfter(times, time);
  if (after === 0) return times.length === 0 ? -1 : 0;
  if (after === times.length) return times.length - 1;
  return (times[after] ?? 0) - time < time - (times[after - 1] ?? 0) ? after : after - 1;
}

/** Index of the first time that is not before `time`; the length when all are. */
export function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the point at `index` follows the one before it without a missing slot between them. */
export function isContinuous(times: Float64Array, index: number, step: number): boolean {
  return index > 0 && (times[index] ?? 0) - (times[index - 1] ?? 0) < step * 1.5;
}

/** Spans longer than two slots between two samples, in which no series has a value. */
export function findSilences(times: Float64Array, values: readonly Float64Array[], step: number): Span[] {
  const silences: Span[] = [];
  let last: number | undefined;
  for (let index = 0; index < times.length; index += 1) {
    let column = 0;
    while (column < values.length && Number.isNaN(values[column]?.[index] ?? Number.NaN)) column += 1;
    if (column === values.length) continue;
    const time = times[index] ?? 0;
    if (last !== undefined && time - last > step * 2.5) silences.push({ from: last + step, to: time });
    last = time;
  }
  return silences;
}

/** The given gaps, and the silences that none of them explains. */
export function listGaps(silences: readonly Span[], explained: readonly Gap[]): Gap[] {
  const rest = silences.filter(
    (silence) => !explained.some((gap) => gap.from < silence.to && gap.to > silence.from),
  );
  return [...explained, ...rest.map((silence) => ({ ...silence, reason: 'no data' }))].sort(
    (a, b) => a.from - b.from,
  );
}

/** Smallest and largest of all finite numbers given. Both NaN when there is none. */
export function extentOf(columns: readonly (Float64Array | readonly number[])[]): {
  low: number;
  high: number;
} {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (let index = 0; index < column.length; index += 1) {
      const value = column[index] ?? Number.NaN;
      if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
      if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
    }
  }
  return low <= high ? { low, high } : { low: Number.NaN, high: Number.NaN };
}
