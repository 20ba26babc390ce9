import { describe, expect, it } from 'vitest';
import { pointsOf } from '#stats/points.ts';
import { fitRidge, predictRidge } from '#stats/ridge-regression.ts';

describe('ridge regression', () => {
  it('draws the coefficient of a rare column to 0, and leaves the intercept free', () => {
    const points = pointsOf([[0], [0], [1], [1]]);
    const model = fitRidge(points, [10, 10, 12, 12]);

    // minimises 2(a − 10)² + 2(a + b − 12)² + b²: b = 1, a = 10.5
    expect(model.intercept).toBeCloseTo(10.5, 12);
    expect(model.coefficients[0]).toBeCloseTo(1, 12);
    expect(predictRidge(model, points, 2)).toBeCloseTo(11.5, 12);
  });

  it('is the mean without columns', () => {
    const points = { rows: 3, dimensions: 0, values: new Float64Array() };

    expect(fitRidge(points, [1, 2, 6]).intercept).toBeCloseTo(3, 12);
  });
});
