import { describe, expect, it } from 'vitest';
import type { Calibration } from '#workers/tasks/drift-map-tasks.ts';
import { promiseText, recordText } from '#web/health/promise-text.ts';
import { driftMapOf } from '../drift/drift-map-builder.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('the promise of a drift board', () => {
  const map = driftMapOf({ volume: { verdict: 'none' }, device: { verdict: 'none' } });

  it('says what it raises at most, in how many checks of what', () => {
    expect(promiseText(map)).toBe(
      'Without drift this board raises at most 1 false alarm a week: each check of all 2 metrics together is wrong in at most 0.476\u00a0% of cases, and there are 210 a week.',
    );
  });

  it('says where rows hang together', () => {
    expect(promiseText({ ...map, dispersions: Float64Array.of(1, 6) })).toMatch(
      /are 210 a week\. One changes from slot to slot more than independent rows would \(sessions, seasons\); its rows count as the fewer they are worth\.$/,
    );
  });

  it.each([
    [dayMs, hourMs, 'the same hour of the day (UTC)'],
    [7 * dayMs, 6 * hourMs, 'the same time of the week (UTC)'],
    [7 * dayMs, dayMs, 'the same weekday (UTC)'],
  ])('says by which season metrics are compared: %d by %d ms', (periodMs, partMs, name) => {
    const one = { ...map, seasons: [undefined, { periodMs, partMs }] };
    const both = { ...map, seasons: [0, 1].map(() => ({ periodMs, partMs })) };

    expect(promiseText(one)).toContain(` One metric is compared with ${name} of the reference.`);
    expect(promiseText(both)).toContain(` 2 metrics are compared with ${name} of the reference.`);
  });
});

describe('the record of that promise', () => {
  const map = driftMapOf({ volume: { verdict: 'none' } });
  const own = { status: 'ok', checks: 700, alarms: 0, checksToCertify: 630, wandering: 0 } as const;

  it.each<[Calibration, string, string]>([
    [
      { ...own, basis: 'certified', alarms: 1 },
      'Certified',
      'in the 700 checks of the reference’s own time, each held against the rest of it, the board raised 1, that is 0.3 a week; with 95\u00a0% certainty that keeps the promise.',
    ],
    [
      { ...own, basis: 'extrapolated', checks: 21 },
      'Extrapolated',
      'in the 21 checks of the reference’s own time, each held against the rest of it, the board raised none, but it takes 630 checks without an alarm to certify the promise.',
    ],
    [
      { ...own, basis: 'certified', wandering: 1 },
      'Not certified',
      'in the 700 checks of the reference’s own time, each held against the rest of it, the board raised none, but one metric wanders from slot to slot, and the reference’s own time is worth fewer than 30 independent slots of it: as much more evidence is asked for, and drift may stay unseen; a longer reference helps.',
    ],
    [
      { status: 'unavailable', reason: 'upload' },
      'Extrapolated',
      'by the law of chance: the rows of an uploaded reference have no order in which to try it.',
    ],
  ])('says what was measured, and whether that is enough: %o', (calibration, basis, text) => {
    expect(recordText({ ...map, calibration })).toEqual({ basis, text });
  });
});
