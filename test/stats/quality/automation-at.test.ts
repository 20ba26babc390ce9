import { expect, it } from 'vitest';
import { automationAt } from '#stats/quality/automation-at.ts';
import { automationCurve } from '#stats/quality/automation-curve.ts';

const confidences = [0.6, 0.9, 0.8, 0.7];
const isWrong = [1, 0, 0, 1];

it('is the curve’s point at the same threshold', () => {
  for (const point of automationCurve(confidences, isWrong, { points: 4 }))
    expect(automationAt(confidences, isWrong, point.threshold, { points: 4 })).toEqual({ ...point, rows: 4 });
});

it('leaves out rows without a confidence or a label, and knows nothing without rows', () => {
  const point = automationAt([0.9, Number.NaN, 0.8], [0, 1, Number.NaN], 0.5);
  expect(point).toMatchObject({ rows: 1, automated: 1, errors: 0 });
  const none = automationAt(confidences, isWrong, 0.95);
  expect(none).toMatchObject({ rows: 4, automated: 0, automatedShare: 0, errorLower: 0, errorUpper: 1 });
  expect(none.error).toBeNaN();
  expect(() => automationAt([0.5], [], 0)).toThrow('1 confidences for 0 outcomes');
});
