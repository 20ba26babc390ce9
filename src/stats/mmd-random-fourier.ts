import { completePoints, type Points, requireSameDimensions } from './points.ts';
import { mulberry32, normal, uniform } from './random.ts';

/** Random Fourier features of the kernel exp(−γ·d²): √(2/D)·cos(w·x + b), w of N(0, 2γ), b uniform (Rahimi & Recht 2007). */
export type FourierFeatures = { frequencies: Points; phases: Float64Array };

/**
 * `size` features drawn by the seed. Take the same ones for both samples and for every part of them. O(size·dimensions).
 *
 * @param dimensions columns of the points
 * @param gamma γ of the kernel, one over the square of the unit of the points
 */
export function fourierFeatures(
  dimensions: number,
  gamma: number,
  seed: number,
  size = 256,
): FourierFeatures {
  const draw = mulberry32(seed);
  const values = Float64Array.from({ length: size * dimensions }, () => Math.sqrt(2 * gamma) * normal(draw));
  const phases = Float64Array.from({ length: size }, () => 2 * Math.PI * uniform(draw));
  return { frequencies: { rows: size, dimensions, values }, phases };
}

/**
 * Mean features of the rows: all that has to be kept of a sample. Means of parts add up, weighted by their rows; rows with
 * a missing value are left out. NaN without rows. O(rows·D·dimensions).
 */
export function fourierMean(points: Points, { frequencies, phases }: FourierFeatures): Float64Array {
  requireSameDimensions(frequencies, points);
  const { rows, dimensions, values } = completePoints(points);
  const mean = new Float64Array(phases.length);
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < phases.length; f++) {
      let angle = phases[f] as number;
      for (let k = 0; k < dimensions; k++) {
        angle += (frequencies.values[f * dimensions + k] as number) * (values[i * dimensions + k] as number);
      }
      mean[f]! += Math.cos(angle);
    }
  }
  return mean.map((sum) => (sum * Math.sqrt(2 / phases.length)) / rows);
}

/**
 * MMD² from mean features of both samples, their squared distance: the form of `mmd` for any number of rows. Off by
 * about 1/√D. NaN when a sample had no rows. O(D).
 */
export function mmdRandomFourier(reference: Float64Array, current: Float64Array): number {
  let sum = 0;
  for (let f = 0; f < reference.length; f++) sum += ((reference[f] as number) - (current[f] as number)) ** 2;
  return sum;
}
