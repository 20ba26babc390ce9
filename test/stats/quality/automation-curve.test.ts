import { describe, expect, it } from 'vitest';
import { automationCurve, safestAutomation } from '#stats/quality/automation-curve.ts';
import { mulberry32, uniform } from '#stats/random.ts';

describe('the curve of partial automation', () => {
  it('counts what acts at each threshold, highest first', () => {
    const curve = automationCurve([0.6, 0.9, 0.8, 0.7], [1, 0, 0, 1], { points: 4 });

    expect(curve.map(({ threshold, automated, errors }) => [threshold, automated, errors])).toEqual([
      [0.9, 1, 0],
      [0.8, 2, 0],
      [0.7, 3, 1],
      [0.6, 4, 2],
    ]);
    expect(curve.map(({ automatedShare }) => automatedShare)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(curve.map(({ error }) => error)).toEqual([0, 0, 1 / 3, 0.5]);
    expect(curve.map(({ errorLeft }) => errorLeft)).toEqual([2 / 3, 1, 1, Number.NaN]);
  });

  it('keeps rows of equal confidence together', () => {
    const curve = automationCurve([0.9, 0.9, 0.9, 0.5], [0, 1, 0, 0], { points: 4 });

    expect(curve.map(({ threshold, automated }) => [threshold, automated])).toEqual([
      [0.9, 3],
      [0.5, 4],
    ]);
  });

  it('leaves out rows without a confidence, and is empty without rows', () => {
    expect(automationCurve([Number.NaN, 0.5], [1, 0])).toHaveLength(1);
    expect(automationCurve([Number.NaN], [1])).toEqual([]);
    expect(() => automationCurve([0.5], [])).toThrow('1 confidences for 0 outcomes');
  });

  it('has the exact interval of one share where it has one point', () => {
    const [point] = automationCurve(Array<number>(100).fill(1), [...Array<number>(98).fill(0), 1, 1]);

    // scipy.stats.binomtest(2, 100).proportion_ci(0.95, 'exact')
    expect(point?.errorLower).toBeCloseTo(0.002431337, 8);
    expect(point?.errorUpper).toBeCloseTo(0.07038393, 8);
  });

  it('chooses a threshold whose true error is above the target in at most 5 % of data sets', () => {
    const target = 0.05;
    const trueError = (confidence: number): number => (1 - confidence) / 4;
    const runs = Array.from({ length: 200 }, (_, seed) => {
      const draw = mulberry32(seed);
      const confidences = Array.from({ length: 4000 }, () => uniform(draw));
      const wrong = confidences.map((confidence) => (uniform(draw) < trueError(confidence) ? 1 : 0));
      const chosen = safestAutomation(automationCurve(confidences, wrong), target);
      const acting = confidences.filter((confidence) => confidence >= (chosen?.threshold ?? Infinity));
      const errorOfActing =
        acting.reduce((sum, confidence) => sum + trueError(confidence), 0) / acting.length;
      return { hasChosen: chosen !== undefined, isAbove: errorOfActing > target };
    });

    expect(runs.filter(({ isAbove }) => isAbove).length / runs.length).toBeLessThan(0.05);
    expect(runs.filter(({ hasChosen }) => hasChosen).length).toBeGreaterThan(190);
  });

  it('chooses none where no threshold is safe', () => {
    expect(safestAutomation(automationCurve([0.9, 0.8, 0.7], [0, 0, 0]), 0.05)).toBeUndefined();
  });
});
