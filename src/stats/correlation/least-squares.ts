import { deviations, dot } from './pairs.ts';

/** Below this share of its length, what is left of a column is rounding: it depends on those before. */
const DEPENDENT = 1e-10;

/**
 * What a linear regression with intercept leaves of `y`, by modified Gram-Schmidt with a second pass (Björck
 * 1967). A column that depends on those before adds nothing. Missing values count as
 * the mean. O(n·k²).
 *
 * @returns residuals, and the number of independent columns
 */
export function residualsOf(
  y: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
): { residuals: Float64Array; rank: number } {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const direction = deviations(column);
    const before = Math.sqrt(dot(direction, direction));
    removeFrom(direction, basis);
    removeFrom(direction, basis);
    const length = Math.sqrt(dot(direction, direction));
    if (length > DEPENDENT * before) basis.push(direction.map((value) => value / length));
  }
  const residuals = deviations(y);
  removeFrom(residuals, basis);
  removeFrom(residuals, basis);
  return { residuals, rank: basis.length };
}

function removeFrom(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (const direction of basis) {
    const along = dot(vector, direction);
    for (let i = 0; i < vector.length; i++) {
      vector[i] = (vector[i] as number) - along * (direction[i] as number);
    }
  }
}
