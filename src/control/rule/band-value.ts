import { noData, type RuleValue, seen } from './rule-value.ts';

/** Median and spread of fewer values are no band. */
const LEAST_HISTORY = 8;
/** Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4). */
const SD_OF_MAD = 1.4826;
/** The same for the mean absolute deviation: √(π/2). */
const SD_OF_MEAN_DEVIATION = Math.sqrt(Math.PI / 2);

export type Sides = 'both' | 'upper' | 'lower';

/**
 * How far a value lies outside what was usual: (x − median) / (1.4826 · MAD), the robust z-score; where more than half
 * of the history is one value, so that the MAD is 0, (x − median) / (1.2533 · mean absolute deviation), as Iglewicz &
 * Hoaglin (1993) do. `both` takes the distance on either side, `lower` that below. A history without any spread says
 * nothing, unless the value is that very one (0). O(n log n).
 *
 * @param history values of the same hour of the week in earlier weeks
 */
export function bandValue(now: RuleValue, history: readonly number[], sides: Sides): RuleValue {
  if (now.kind === 'noData') return now;
  if (history.length < LEAST_HISTORY) {
    return noData(
      `only ${history.length} earlier windows in this hour of the week, ${LEAST_HISTORY} are needed`,
    );
  }
  const middle = medianOf(history);
  const distances = history.map((value) => Math.abs(value - middle));
  const spread =
    SD_OF_MAD * medianOf(distances) ||
    (SD_OF_MEAN_DEVIATION * distances.reduce((sum, distance) => sum + distance, 0)) / distances.length;
  const distance = now.value - middle;
  if (distance === 0) return seen(0, now.n);
  if (spread === 0) return noData('the history has no spread');
  return seen(onSide(distance / spread, sides), now.n);
}

export function onSide(z: number, sides: Sides): number {
  switch (sides) {
    case 'both':
      return Math.abs(z);
    case 'upper':
      return z;
    case 'lower':
      return -z;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
