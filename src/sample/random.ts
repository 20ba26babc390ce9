/** A source of numbers, uniform in [0, 1). */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, passes PractRand to 8 GB; ample for a sample. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each part of a whole (a minute, a row), so that any part can be drawn alone. */
export function partSeed(seed: number, part: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(part | 0, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

/** Box and Muller (1958); of their pair only one is used, so that a draw leaves nothing behind. */
export function normal(random: Random, mean = 0, deviation = 1): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * random());
}

/** @param spread the standard deviation of the logarithm */
export function logNormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(normal(random, 0, spread));
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

/** @param options values with weights, which need not add up to 1 */
export function choice<T>(random: Random, options: readonly (readonly [value: T, weight: number])[]): T {
  let total = 0;
  for (const [, weight] of options) total += weight;
  let left = random() * total;
  for (const [value, weight] of options) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = options.at(-1);
  if (!last) throw new RangeError('nothing to choose from');
  return last[0];
}

export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/**
 * A Poisson count, by counting uniform factors (Knuth, The Art of Computer Programming, vol. 2, 3.4.1).
 *
 * @throws {RangeError} above a mean of 700, where exp(−mean) leaves the range of doubles
 */
export function poisson(random: Random, mean: number): number {
  if (!(mean >= 0 && mean <= 700)) throw new RangeError(`a Poisson mean must be 0–700, not ${mean}`);
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count++;
  return count;
}
