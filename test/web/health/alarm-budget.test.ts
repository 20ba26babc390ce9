import { describe, expect, it } from 'vitest';
import { promiseText } from '#web/health/alarm-budget.ts';
import { driftMapOf } from '../drift/drift-map-builder.ts';

describe('the promise of a drift board', () => {
  const map = driftMapOf({ volume: { verdict: 'none' }, device: { verdict: 'none' } });

  it('says what it raises at most, in how many checks of what, and what was measured', () => {
    expect(promiseText(map)).toBe(
      'Without drift this board raises at most 1 false alarm a week: each check of all 2 metrics together is wrong in at most 0.476\u00a0%, and there are 210 a week. ' +
        'In the 40 checks of the reference’s own time here it raised none.',
    );
  });

  it('leaves out what was not measured, and says where rows hang together', () => {
    const dependent = { ...map, measured: { checks: 0, alarms: 0 }, dispersions: Float64Array.of(1, 6) };

    expect(promiseText(dependent)).toMatch(
      /are 210 a week\. One changes from slot to slot more than independent rows would \(sessions, seasons\); its rows count as the fewer they are worth\.$/,
    );
  });
});
