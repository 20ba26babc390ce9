const hourMs = 3_600_000;
const weekHours = 168;
/** 1970-01-01 was a Thursday: the hours from then to a Monday. */
const firstMonday = 4 * 24;

/** The hour of the week of an instant, 0 for Monday 00:00 to 167, in UTC. O(1). */
export function hourOfWeek(timeMs: number): number {
  const hours = Math.floor(timeMs / hourMs) - firstMonday;
  return ((hours % weekHours) + weekHours) % weekHours;
}

export type SeasonalReference = {
  /** Rows by bin, of the reference windows that are like the current one. */
  counts: Float64Array;
  season: 'hour-of-week' | 'hour-of-day' | 'none';
  windows: number;
};

/**
 * What a window is to be compared with when the data has a season: the reference windows at its hour of the
 * week, or, where these hold fewer than `leastRows` rows, at its hour of the day, or else all of them.
 * Compared with the whole reference instead, every night drifts from the day. O(windows · bins).
 *
 * @param windows bin counts of the reference's windows, an hour long or a part of one, with their starts
 * @throws {RangeError} when windows and starts differ in number
 */
export function seasonalReference(
  windows: readonly Float64Array[],
  startsMs: ArrayLike<number>,
  atMs: number,
  leastRows = 200,
): SeasonalReference {
  if (windows.length !== startsMs.length) {
    throw new RangeError(`${windows.length} windows, but ${startsMs.length} starts`);
  }
  const hour = hourOfWeek(atMs);
  const seasons = [
    ['hour-of-week', (other: number) => other === hour],
    ['hour-of-day', (other: number) => other % 24 === hour % 24],
  ] as const;
  for (const [season, isAlike] of seasons) {
    const alike = windows.filter((_, i) => isAlike(hourOfWeek(startsMs[i] as number)));
    const counts = sumOf(alike, windows[0]?.length ?? 0);
    if (counts.reduce((sum, count) => sum + count, 0) >= leastRows) {
      return { counts, season, windows: alike.length };
    }
  }
  return { counts: sumOf(windows, windows[0]?.length ?? 0), season: 'none', windows: windows.length };
}

function sumOf(windows: readonly Float64Array[], bins: number): Float64Array {
  const sum = new Float64Array(bins);
  for (const counts of windows) for (let i = 0; i < bins; i++) sum[i]! += counts[i] as number;
  return sum;
}
