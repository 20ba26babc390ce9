import type { Sample } from './sample.ts';

export type Description = {
  n: number;
  mean: number;
  /** With divisor n − 1; NaN below two values. */
  standardDeviation: number;
  /** With divisor n. */
  populationDeviation: number;
  min: number;
  max: number;
  quantiles: number[];
  distinct: number;
};

/** Moments and quantiles of a sample; all NaN when it is empty. Two passes, so that an offset does not cancel. */
export function describe({ sorted }: Sample, levels: readonly number[]): Description {
  const n = sorted.length;
  const mean = meanOfSorted(sorted);
  const squares = squaresAbout(sorted, mean);
  let distinct = n > 0 ? 1 : 0;
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[i - 1]) distinct += 1;
  return {
    n,
    mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN,
    populationDeviation: n > 0 ? Math.sqrt(squares / n) : NaN,
    min: sorted[0] ?? NaN,
    max: sorted[n - 1] ?? NaN,
    quantiles: levels.map((level) => quantileOfSorted(sorted, level)),
    distinct,
  };
}

/** Arithmetic mean, from the deviations from a first mean; NaN when empty. */
export function meanOfSorted(values: Float64Array): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] as number;
  const rough = sum / n;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += (values[i] as number) - rough;
  return rough + rest / n;
}

/** Sum of the squared deviations from `center`. */
export function squaresAbout(values: Float64Array, center: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - center) ** 2;
  return squares;
}

/** Quantile of type 7 (linear between order statistics at q·(n − 1)), as numpy's default; NaN when empty. */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const position = q * (sorted.length - 1);
  const at = Math.floor(position);
  const below = sorted[at] as number;
  const above = sorted[Math.min(at + 1, sorted.length - 1)] as number;
  return below + (above - below) * (position - at);
}
