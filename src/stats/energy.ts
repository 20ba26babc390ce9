import { scaleOf } from './moments.ts';
import { type Sample, scaled } from './sample.ts';

export type EnergyDistance = {
  /** D, in the square root of the unit of the values: what SciPy returns. */
  distance: number;
  /** D² = 2·∫ (F − G)². */
  squared: number;
  /** D² / (2·E|X − Y|), 0 to 1, free of the unit: the form to compare with a threshold. */
  coefficient: number;
};

/**
 * Energy distance between two samples (Székely & Rizzo 2004), `2E|X−Y| − E|X−X'| − E|Y−Y'|`, from the distribution
 * functions. Coefficient 0 when all values are equal; NaN when either sample is empty. O(n + m).
 */
export function energyDistance(reference: Sample, current: Sample): EnergyDistance {
  const x = reference.sorted;
  const y = current.sorted;
  const n = x.length;
  const m = y.length;
  if (n === 0 || m === 0) return { distance: NaN, squared: NaN, coefficient: NaN };
  const factor = scaleOf(x, y);
  if (factor !== 1) {
    const { squared, coefficient } = energyDistance(scaled(reference, factor), scaled(current, factor));
    return { distance: Math.sqrt(squared) / Math.sqrt(factor), squared: squared / factor, coefficient };
  }

  let squared = 0;
  let between = 0; // E|X − Y| = ∫ F(1 − G) + G(1 − F)
  let previous = Math.min(x[0] as number, y[0] as number);
  let i = 0;
  let j = 0;
  while (i < n || j < m) {
    const isReference = j >= m || (i < n && (x[i] as number) <= (y[j] as number));
    const value = (isReference ? x[i] : y[j]) as number;
    const width = value - previous;
    if (width > 0) {
      const f = i / n;
      const g = j / m;
      squared += 2 * (f - g) * (f - g) * width;
      between += (f * (1 - g) + g * (1 - f)) * width;
    }
    previous = value;
    if (isReference) i += 1;
    else j += 1;
  }
  const coefficient = squared === 0 ? 0 : squared / (2 * between);
  return { distance: Math.sqrt(squared), squared, coefficient };
}
