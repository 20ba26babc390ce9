/** Rows of several numeric columns, row-major. */
export interface Points {
  rows: number;
  dimensions: number;
  values: Float64Array;
}

/**
 * Rows of numbers as one array; NaN stays. O(rows · dimensions).
 *
 * @throws {RangeError} when the rows differ in length
 */
export function pointsOf(rows: readonly ArrayLike<number>[]): Points {
  const dimensions = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * dimensions);
  for (const [i, row] of rows.entries()) {
    if (row.length !== dimensions)
      throw new RangeError(`row ${i} has ${row.length} columns, not ${dimensions}`);
    for (let j = 0; j < dimensions; j++) values[i * dimensions + j] = row[j] as number;
  }
  return { rows: rows.length, dimensions, values };
}

/** Without the rows that have a missing or infinite value. O(rows · dimensions). */
export function completePoints({ rows, dimensions, values }: Points): Points {
  const kept: number[] = [];
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * dimensions, (i + 1) * dimensions);
    if (row.every(Number.isFinite)) kept.push(i);
  }
  if (kept.length === rows) return { rows, dimensions, values };
  return selectPoints({ rows, dimensions, values }, kept);
}

/** The points at these indexes, in their order, copied; NaN stays. O(indexes · dimensions). */
export function selectPoints({ dimensions, values }: Points, indexes: ArrayLike<number>): Points {
  const selected = new Float64Array(indexes.length * dimensions);
  for (let i = 0; i < indexes.length; i++) {
    const at = (indexes[i] as number) * dimensions;
    selected.set(values.subarray(at, at + dimensions), i * dimensions);
  }
  return { rows: indexes.length, dimensions, values: selected };
}

/**
 * The rows of the first, then those of the second. O(rows · dimensions).
 *
 * @throws {RangeError} when the points differ in their number of columns
 */
export function joinPoints(first: Points, second: Points): Points {
  requireSameDimensions(first, second);
  const values = new Float64Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { rows: first.rows + second.rows, dimensions: first.dimensions, values };
}

/**
 * O(1).
 *
 * @throws {RangeError} when the points differ in their number of columns
 */
export function requireSameDimensions(first: Points, second: Points): void {
  if (first.dimensions !== second.dimensions) {
    throw new RangeError(`${first.dimensions} reference columns, ${second.dimensions} current columns`);
  }
}

/** Squared Euclidean distance of point i of the first from point j of the second; NaN if a coordinate is. O(dimensions). */
export function squaredDistance(first: Points, i: number, second: Points, j: number): number {
  const { dimensions } = first;
  let sum = 0;
  for (let k = 0; k < dimensions; k++) {
    const difference =
      (first.values[i * dimensions + k] as number) - (second.values[j * dimensions + k] as number);
    sum += difference * difference;
  }
  return sum;
}
