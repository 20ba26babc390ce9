import { requireSameBins, totalOf } from '../counts.ts';

/** A pattern that repeats: slots whose starts lie in the same part of the period are alike. */
export type Season = { periodMs: number; partMs: number };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** 1970-01-01 was a Thursday: the first Monday after it. Weeks and days begin in UTC. */
const firstMondayMs = 4 * dayMs;

/** From the finest to the coarsest. */
const seasons: readonly Season[] = [
  { periodMs: weekMs, partMs: hourMs },
  { periodMs: weekMs, partMs: 6 * hourMs },
  { periodMs: dayMs, partMs: hourMs },
  { periodMs: dayMs, partMs: 6 * hourMs },
];

/**
 * The seasons that slots of this length can show in so long a time, the finest first: hour or quarter of a
 * day of the week, hour or quarter of the day; two whole periods are needed to tell a season from chance.
 * O(1).
 */
export function seasonsWithin(spanMs: number, stepMs: number): Season[] {
  const found = seasons
    .map(({ periodMs, partMs }) => ({ periodMs, partMs: Math.max(partMs, stepMs) }))
    .filter(
      ({ periodMs, partMs }) => periodMs % partMs === 0 && periodMs >= 2 * partMs && spanMs >= 2 * periodMs,
    );
  return found.filter(
    ({ periodMs, partMs }, i) =>
      found.findIndex((other) => other.periodMs === periodMs && other.partMs === partMs) === i,
  );
}

/** Which part of the period an instant lies in, from 0 on; Monday 00:00 UTC is in the first. O(1). */
export function partOfSeason({ periodMs, partMs }: Season, timeMs: number): number {
  const within = (((timeMs - firstMondayMs) % periodMs) + periodMs) % periodMs;
  return Math.floor(within / partMs);
}

/** Stretches of time that are foretold by the rest of it: eighths, so that what wanders is not foretold by itself. */
export const stretches = 8;

/** The stretch that slot `i` of `n` lies in. O(1). */
export function stretchOf(i: number, n: number): number {
  return Math.floor((i * stretches) / n);
}

/**
 * The season by which other slots foretell a slot best, undefined where all of them together do: the largest
 * sum over the slots of Σ c·ln p, the counts c of a slot and the shares p of the slots that are like it outside
 * its own stretch of time (cross-validation, Stone 1974), each share with half a row more (Jeffreys). Parts
 * with few rows foretell badly, so that a season is taken only where it shows. O(seasons · slots · bins).
 *
 * @param windows bin counts of slots without drift, with their starts
 * @throws {RangeError} when windows and starts differ in number, or windows in their bins
 */
export function seasonOf(
  windows: readonly Float64Array[],
  startsMs: ArrayLike<number>,
  candidates: readonly Season[],
): Season | undefined {
  if (windows.length !== startsMs.length) {
    throw new RangeError(`${windows.length} windows, but ${startsMs.length} starts`);
  }
  let best: Season | undefined;
  let most = likelihoodWith(windows, () => 0);
  for (const season of candidates) {
    const likelihood = likelihoodWith(windows, (slot) => partOfSeason(season, startsMs[slot] as number));
    if (likelihood > most) [best, most] = [season, likelihood];
  }
  return best;
}

function likelihoodWith(windows: readonly Float64Array[], partOf: (slot: number) => number): number {
  const ownOf = (slot: number): number => partOf(slot) * stretches + stretchOf(slot, windows.length);
  const parts = sumsBy(windows, partOf);
  const owns = sumsBy(windows, ownOf);
  let likelihood = 0;
  for (const [slot, counts] of windows.entries()) {
    const part = parts.get(partOf(slot)) as Float64Array;
    const own = owns.get(ownOf(slot)) as Float64Array;
    const others = totalOf(part) - totalOf(own) + counts.length / 2;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] as number;
      if (count > 0) {
        likelihood += count * Math.log(((part[i] as number) - (own[i] as number) + 0.5) / others);
      }
    }
  }
  return likelihood;
}

function sumsBy(
  windows: readonly Float64Array[],
  keyOf: (slot: number) => number,
): Map<number, Float64Array> {
  const sums = new Map<number, Float64Array>();
  for (const [slot, counts] of windows.entries()) {
    const sum = sums.get(keyOf(slot)) ?? new Float64Array(counts.length);
    requireSameBins(sum, counts);
    for (let i = 0; i < counts.length; i++) sum[i]! += counts[i] as number;
    sums.set(keyOf(slot), sum);
  }
  return sums;
}
