import { describe, expect, it } from 'vitest';
import { checkLevel } from '#stats/budget/check-level.ts';

describe('the level of a check', () => {
  it('is the budget over the checks, shared by the tests', () => {
    const level = checkLevel({ alarms: 1, checksPerPeriod: 168, tests: 20 });

    expect(level.perCheck).toBeCloseTo(1 / 168, 15);
    expect(level.perTest).toBeCloseTo(1 / 3360, 15);
    expect(level).toMatchObject({ promised: 1, quietShare: expect.closeTo(0.3679, 4) });
  });

  it('is never above 5 %, where a generous budget would ask for no evidence; the promise is then below it', () => {
    expect(checkLevel({ alarms: 1, checksPerPeriod: 7 })).toMatchObject({
      perCheck: 0.05,
      promised: expect.closeTo(0.35, 12),
    });
  });

  it('does not exist for an impossible budget', () => {
    expect(() => checkLevel({ alarms: 0, checksPerPeriod: 7 })).toThrow(RangeError);
    expect(() => checkLevel({ alarms: 1, checksPerPeriod: 0 })).toThrow(RangeError);
  });
});
