import { mulberry32, normal, uniform } from '#stats/random.ts';
import { countRows, quantileBins, type RowBins } from '#stats/row-bins.ts';
import { sampleOf } from '#stats/sample.ts';

/** Kinds of columns in which nothing drifts. */
export type NullKind = 'normal' | 'heavy tail' | 'zero-inflated';

/** `n` values of one kind; neighbours of the normal numbers behind them correlate by `phi`. */
export function numbers(kind: NullKind, n: number, seed: number, phi = 0): Float64Array {
  const draw = mulberry32(seed);
  let state = normal(draw);
  return Float64Array.from({ length: n }, () => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal(draw);
    if (kind === 'normal') return state;
    if (kind === 'heavy tail') return Math.exp(2 * state);
    return uniform(draw) < 0.6 ? 0 : Math.abs(state);
  });
}

export function tenBins(values: Float64Array): RowBins {
  return quantileBins(sampleOf(values));
}

/** Bin counts of consecutive windows of `size` rows; an incomplete last one is left out. */
export function windowsOf(values: Float64Array, bins: RowBins, size: number): Float64Array[] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) =>
    countRows(bins, sampleOf(values.subarray(i * size, (i + 1) * size))),
  );
}

/** Shares of `k` categories by Zipf's law. */
export function zipf(k: number): Float64Array {
  const weights = Float64Array.from({ length: k }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
