import type { Points } from './points.ts';

/** Log odds of label 1 are `intercept + Σ coefficients·(x − means)/deviations`. */
export type LogisticModel = {
  means: Float64Array;
  deviations: Float64Array;
  intercept: number;
  coefficients: Float64Array;
};

const mostSteps = 100;

/**
 * Logistic regression with the penalty ½|w|² on standardised columns, the intercept free (scikit-learn's C = 1): Newton's
 * method, halving the step when the loss would grow. A constant column gets deviation 1. The points must be complete,
 * or all is NaN. O(rows·dimensions²) a step.
 *
 * @param labels 0 or 1, one a row
 */
export function fitLogistic(points: Points, labels: ArrayLike<number>): LogisticModel {
  const { rows, dimensions } = points;
  const { means, deviations } = momentsOf(points);
  const size = dimensions + 1;
  const design = new Float64Array(rows * size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < dimensions; j++) {
      const value = points.values[i * dimensions + j] as number;
      design[i * size + j] = (value - (means[j] as number)) / (deviations[j] as number);
    }
    design[i * size + dimensions] = 1;
  }

  let weights = new Float64Array(size);
  let loss = lossOf(design, labels, weights);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(design, labels, weights);
    const direction = solvePositive(hessian, gradient, size);
    let factor = 1;
    let next = stepped(weights, direction, factor);
    let nextLoss = lossOf(design, labels, next);
    while (nextLoss > loss && factor > 1e-10) {
      factor /= 2;
      next = stepped(weights, direction, factor);
      nextLoss = lossOf(design, labels, next);
    }
    const isDone = direction.every((change) => Math.abs(change) < 1e-12);
    weights = next;
    loss = nextLoss;
    if (isDone) break;
  }
  return {
    means,
    deviations,
    intercept: weights[dimensions] as number,
    coefficients: weights.slice(0, dimensions),
  };
}

/** Log odds of label 1 of one row. NaN if one of its values is. O(dimensions). */
export function logOdds(model: LogisticModel, points: Points, row: number): number {
  let sum = model.intercept;
  for (let j = 0; j < points.dimensions; j++) {
    const value = points.values[row * points.dimensions + j] as number;
    const standard = (value - (model.means[j] as number)) / (model.deviations[j] as number);
    sum += (model.coefficients[j] as number) * standard;
  }
  return sum;
}

function momentsOf({ rows, dimensions, values }: Points): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(dimensions);
  const deviations = new Float64Array(dimensions);
  for (let j = 0; j < dimensions; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * dimensions + j] as number;
    const mean = sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += ((values[i * dimensions + j] as number) - mean) ** 2;
    means[j] = mean;
    const isConstant = squares <= 1e-28 * rows * mean * mean;
    deviations[j] = isConstant ? 1 : Math.sqrt(squares / rows);
  }
  return { means, deviations };
}

function stepped(weights: Float64Array, direction: Float64Array, factor: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(weights, (weight, i) => weight - factor * (direction[i] as number));
}

function oddsAt(design: Float64Array, weights: Float64Array, row: number): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) {
    sum += (design[row * weights.length + j] as number) * (weights[j] as number);
  }
  return sum;
}

function lossOf(design: Float64Array, labels: ArrayLike<number>, weights: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const odds = oddsAt(design, weights, i);
    loss += Math.max(odds, 0) - odds * (labels[i] as number) + Math.log1p(Math.exp(-Math.abs(odds)));
  }
  for (let j = 0; j < weights.length - 1; j++) loss += 0.5 * (weights[j] as number) ** 2;
  return loss;
}

function derivatives(design: Float64Array, labels: ArrayLike<number>, weights: Float64Array) {
  const size = weights.length;
  const gradient = weights.slice();
  gradient[size - 1] = 0;
  const hessian = new Float64Array(size * size);
  for (let j = 0; j < size - 1; j++) hessian[j * size + j] = 1;
  for (let i = 0; i < labels.length; i++) {
    const probability = 1 / (1 + Math.exp(-oddsAt(design, weights, i)));
    const weight = Math.max(probability * (1 - probability), 1e-12);
    for (let j = 0; j < size; j++) {
      const x = design[i * size + j] as number;
      gradient[j]! += (probability - (labels[i] as number)) * x;
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += weight * x * (design[i * size + k] as number);
    }
  }
  return { gradient, hessian };
}

/**
 * Solves for a symmetric positive definite matrix (lower triangle given) by Cholesky's factors; overwrites the
 * matrix. NaN when it is not positive definite. O(size³).
 */
export function solvePositive(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / (matrix[j * size + j] as number);
    }
  }
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= (matrix[i * size + k] as number) * (solution[k] as number);
    solution[i]! /= matrix[i * size + i] as number;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++)
      solution[i]! -= (matrix[k * size + i] as number) * (solution[k] as number);
    solution[i]! /= matrix[i * size + i] as number;
  }
  return solution;
}
