const RANGE = 2 ** 32;
const STEP = 0x6d2b79f5;

/** Draws uniform integers in [0, 2³²). */
export type Draw = () => number;

/**
 * Mulberry32 of T. Ettinger (2017): 32 bits of state, the same sequence in every language. Enough for
 * resampling, not for secrets. O(1) a draw.
 *
 * @param seed an integer; only its lower 32 bits count
 * @param skipped start as if so many numbers had been drawn before
 */
export function mulberry32(seed: number, skipped = 0): Draw {
  let state = (seed + Math.imul(STEP, skipped)) >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** A uniform integer in [0, limit); its bias is below limit / 2³². O(1). */
export function below(draw: Draw, limit: number): number {
  return Math.floor((draw() * limit) / RANGE);
}

/** A uniform number in [0, 1). O(1). */
export function uniform(draw: Draw): number {
  return draw() / RANGE;
}

/** A standard normal number, by Box & Muller (1958). O(1). */
export function normal(draw: Draw): number {
  const radius = Math.sqrt(-2 * Math.log((draw() + 1) / (RANGE + 1)));
  return radius * Math.cos(2 * Math.PI * uniform(draw));
}
