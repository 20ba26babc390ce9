import { solvePositive } from './logistic-regression.ts';
import type { Points } from './points.ts';

/** A prediction is `intercept + Σ coefficients·x`. */
export type RidgeModel = { intercept: number; coefficients: Float64Array };

/**
 * Least squares with the penalty |coefficients|² on the columns as they are, the intercept free (Hoerl &
 * Kennard 1970, λ = 1): for columns of 0 and 1, each is drawn to the mean as one row would. No rows:
 * intercept NaN. O(rows · dimensions²).
 *
 * @param target one value a row
 */
export function fitRidge({ rows, dimensions, values }: Points, target: ArrayLike<number>): RidgeModel {
  const size = dimensions + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let j = 0; j < dimensions; j++) matrix[j * size + j] = 1;
  const row = new Float64Array(size);
  row[dimensions] = 1;
  for (let i = 0; i < rows; i++) {
    row.set(values.subarray(i * dimensions, (i + 1) * dimensions));
    for (let j = 0; j < size; j++) {
      const x = row[j] as number;
      if (x === 0) continue;
      right[j]! += x * (target[i] as number);
      for (let k = 0; k <= j; k++) matrix[j * size + k]! += x * (row[k] as number);
    }
  }
  const solution = solvePositive(matrix, right, size);
  return { intercept: solution[dimensions] as number, coefficients: solution.slice(0, dimensions) };
}

/** The value the model gives to one row; NaN if a coordinate is. O(dimensions). */
export function predictRidge({ intercept, coefficients }: RidgeModel, points: Points, row: number): number {
  let sum = intercept;
  for (let j = 0; j < points.dimensions; j++) {
    sum += (coefficients[j] as number) * (points.values[row * points.dimensions + j] as number);
  }
  return sum;
}
