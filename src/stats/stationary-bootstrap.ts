import { below, type Draw, uniform } from './random.ts';

/**
 * Positions of one resample by the stationary bootstrap (Politis & Romano 1994): blocks that start anywhere and have a
 * geometric length with mean `meanBlock`, wrapping around at the end. Dependence within blocks is kept; use the same positions
 * for all series of a check to keep the dependence between them. O(size).
 *
 * @param size length of the resample
 * @param n length of the series
 */
export function stationaryBootstrap(size: number, n: number, meanBlock: number, draw: Draw): Int32Array {
  const positions = new Int32Array(size);
  let at = 0;
  for (let i = 0; i < size; i++) {
    at = i === 0 || uniform(draw) * meanBlock < 1 ? below(draw, n) : (at + 1) % n;
    positions[i] = at;
  }
  return positions;
}
