import { totalOf } from '../counts.ts';
import type { BinnedSample } from '../drift-score.ts';

/**
 * One reference of several, in given weights: in bin i Σ wₛ·cₛᵢ/nₛ, for w that add up to 1, times the rows that such a
 * stratified sample is worth, 1/Σ(wₛ²/nₛ) (Kish 1965). So a span of slots is compared with a reference of the same hours. Sums and missing
 * values are mixed alike. Samples without rows have no part in it. O(samples · bins).
 *
 * @param weights of samples in the same bins, in any unit
 * @param fallback what there is without any weight
 * @returns the sample itself where it is the only one
 */
export function mixedSample(
  weights: ReadonlyMap<BinnedSample, number>,
  fallback: BinnedSample,
): BinnedSample {
  const parts = [...weights].flatMap(([sample, weight]) => {
    const rows = totalOf(sample.counts);
    return rows > 0 && weight > 0 ? [{ sample, weight, rows }] : [];
  });
  const [first] = parts;
  if (!first) return fallback;
  if (parts.length === 1) return first.sample;

  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const worth = 1 / parts.reduce((sum, { weight, rows }) => sum + (weight / total) ** 2 / rows, 0);
  const mixed: BinnedSample = { ...first.sample, ...emptySample(first.sample) };
  for (const { sample, weight, rows } of parts) addSample(mixed, sample, ((weight / total) * worth) / rows);
  return mixed;
}

/** The same bins without rows. O(k). */
export function emptySample({ kind, counts, sums }: BinnedSample): BinnedSample {
  return {
    kind,
    counts: new Float64Array(counts.length),
    sums: new Float64Array(sums?.length ?? 0),
    missing: 0,
  };
}

/** Adds so many times another sample to the first, in place; −1 takes it away. O(k). */
export function addSample(sum: BinnedSample, { counts, sums, missing }: BinnedSample, times = 1): void {
  for (let i = 0; i < counts.length; i++) sum.counts[i]! += times * (counts[i] as number);
  if (sum.sums && sums) for (let i = 0; i < sums.length; i++) sum.sums[i]! += times * (sums[i] as number);
  sum.missing += times * missing;
}
