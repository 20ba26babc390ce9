/** The law of excesses over a high level: P(X > x) = (1 + ξ·x/σ)^(−1/ξ), exp(−x/σ) where ξ = 0. */
export type GeneralisedPareto = {
  /** ξ > 0: heavy tail; ξ < 0: the tail ends at −σ/ξ. */
  shape: number;
  scale: number;
};

/**
 * Probability-weighted moments of Hosking & Wallis (1987): with a₀ the mean and a₁ = Σ (1 − (i − 0.35)/n)·xᵢ/n over ascending xᵢ,
 * ξ = 2 − a₀/(a₀ − 2·a₁) and σ = 2·a₀·a₁/(a₀ − 2·a₁). Fit for ξ < ½. O(n).
 *
 * @param excesses over the level, ascending, at least two that differ
 * @returns NaN for both when all are equal or there are none
 */
export function fitGeneralisedPareto(excesses: ArrayLike<number>): GeneralisedPareto {
  const n = excesses.length;
  let a0 = 0;
  let a1 = 0;
  for (let i = 0; i < n; i++) {
    const excess = excesses[i] as number;
    a0 += excess / n;
    a1 += ((1 - (i + 0.65) / n) * excess) / n;
  }
  if (n === 0 || excesses[0] === excesses[n - 1]) return { shape: NaN, scale: NaN };
  return { shape: 2 - a0 / (a0 - 2 * a1), scale: (2 * a0 * a1) / (a0 - 2 * a1) };
}

/** The excess that one excess in 1/`share` passes; 0 for a share of 1 or more. O(1). */
export function generalisedParetoQuantile({ shape, scale }: GeneralisedPareto, share: number): number {
  if (share >= 1) return 0;
  if (Math.abs(shape) < 1e-9) return -scale * Math.log(share);
  return (scale / shape) * (share ** -shape - 1);
}
