import { describe, expect, it } from 'vitest';
import { bandValue } from '#control/rule/band-value.ts';
import { burnRate } from '#control/rule/burn-rate.ts';
import { changeValue } from '#control/rule/change-value.ts';
import { compositeValue } from '#control/rule/composite-value.ts';
import { dueSlots } from '#control/rule/due-slots.ts';
import { metricValue, type MetricSample } from '#control/rule/metric-value.ts';
import { newCategoryValue } from '#control/rule/new-category-value.ts';
import { noData, seen } from '#control/rule/rule-value.ts';
import { runOverdue } from '#control/rule/run-overdue.ts';
import { shiftValue } from '#control/rule/shift-value.ts';

describe('a statistic of a metric', () => {
  const sample: MetricSample = {
    rows: 100,
    count: 80,
    sum: 400,
    quantile: (share) => share * 10,
    countOf: (category) => (category === 'ok' ? 60 : 0),
    countUpTo: () => 0,
  };
  const empty: MetricSample = { ...sample, rows: 0, count: 0, sum: 0 };
  const window = { windowSeconds: 40, category: 'ok' };

  it.each([
    ['count', 80, 80],
    ['rate', 2, 80],
    ['mean', 5, 80],
    ['p95', 9.5, 80],
    ['missingShare', 0.2, 100],
    ['share', 0.75, 80],
    ['otherShare', 0.25, 80],
  ] as const)('%s is %d, of n %d', (statistic, value, n) => {
    const result = metricValue(statistic, sample, window);

    expect(result).toEqual({
      kind: 'value',
      value: expect.closeTo(value, 12) as number,
      n,
      hasEvidence: true,
    });
  });

  it('counts nothing as 0, and has no other value then', () => {
    expect(metricValue('count', empty, window)).toEqual(seen(0, 0));
    expect(metricValue('rate', empty, window)).toEqual(seen(0, 0));
    for (const statistic of ['mean', 'p50', 'share', 'otherShare', 'missingShare'] as const) {
      expect(metricValue(statistic, empty, window).kind).toBe('noData');
    }
  });
});

describe('a change', () => {
  it.each([
    ['ratio', 150, 100, 0.5],
    ['ratio', 80, 100, -0.2],
    ['ratio', -5, -10, 0.5],
    ['difference', 80, 100, -20],
  ] as const)('as %s from %d now and %d then is %d', (as, now, then, value) => {
    expect(changeValue(seen(now, 30), seen(then, 20), as)).toEqual(seen(value, 20));
  });

  it('has no ratio to zero, and no value without one then', () => {
    expect(changeValue(seen(1, 3), seen(0, 3), 'ratio').kind).toBe('noData');
    expect(changeValue(seen(1, 3), noData('nothing'), 'ratio')).toEqual(
      noData('nothing of the earlier time'),
    );
  });
});

describe('a band', () => {
  const history = [8, 9, 9, 10, 10, 11, 11, 12]; // median 10, MAD 1

  it.each([
    ['both', 13, 3 / 1.4826],
    ['both', 7, 3 / 1.4826],
    ['upper', 7, -3 / 1.4826],
    ['lower', 7, 3 / 1.4826],
  ] as const)('on %s sides, for %d', (sides, now, z) => {
    expect(bandValue(seen(now, 5), history, sides)).toMatchObject({
      value: expect.closeTo(z, 12) as number,
      n: 5,
    });
  });

  it('takes the mean deviation where most of the history is one value', () => {
    const flat = [1, 1, 1, 1, 1, 1, 1, 5]; // mean absolute deviation 0.5

    const result = bandValue(seen(2, 5), flat, 'upper');

    expect(result).toMatchObject({ value: expect.closeTo(1 / (0.5 * Math.sqrt(Math.PI / 2)), 12) as number });
  });

  it('says nothing after a short history, or one without spread', () => {
    expect(bandValue(seen(1, 1), history.slice(1), 'both').kind).toBe('noData');
    const constant = history.map(() => 3);
    expect(bandValue(seen(4, 1), constant, 'both').kind).toBe('noData');
    expect(bandValue(seen(3, 1), constant, 'both')).toEqual(seen(0, 1));
  });
});

describe('a sustained shift', () => {
  const options = { baseline: 20, slack: 0.5, sides: 'both', perDay: 288 } as const;
  const baseline = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? -1 : 1));
  const sd = Math.sqrt(20 / 19);

  it('adds up what exceeds the slack', () => {
    const result = shiftValue(Float64Array.from([...baseline, 2, Number.NaN, 2, 2]), options);

    expect(result).toMatchObject({ value: expect.closeTo((3 * (2 - 0.5 * sd)) / sd, 12) as number, n: 3 });
  });

  it('looks on the side that is asked for', () => {
    const values = Float64Array.from([...baseline, -3, -3]);

    expect(shiftValue(values, { ...options, sides: 'upper' })).toMatchObject({ value: 0 });
    expect(shiftValue(values, { ...options, sides: 'lower' })).toMatchObject({
      value: expect.closeTo((2 * (3 - 0.5 * sd)) / sd, 12) as number,
    });
  });

  it('takes the time of day out where the baseline covers two days', () => {
    const day = Array.from({ length: 12 }, (_, hour) => 10 * hour);
    const noise = (i: number) => (i % 5) - 2;
    const values = Float64Array.from({ length: 40 }, (_, i) => (day[i % 12] as number) + noise(i));

    const result = shiftValue(values, { ...options, baseline: 36, perDay: 12 });

    expect(result.kind === 'value' && result.value).toBeLessThan(8);
    const withPattern = shiftValue(values, { ...options, baseline: 36, perDay: 288 });
    expect(withPattern.kind).toBe('value');
  });

  it('says nothing of a baseline that is short or constant', () => {
    const sparse = Float64Array.from([Number.NaN, ...baseline.slice(1), 1]);
    expect(shiftValue(sparse, options).kind).toBe('noData');
    expect(shiftValue(new Float64Array(25), options).kind).toBe('noData');
  });
});

describe('a burn rate', () => {
  const answers = (bad: number, all: number) => ({ good: all - bad, all });

  it('is of the slower window over the factor, the largest of the pairs', () => {
    const pairs = [
      { long: answers(20, 1000), short: answers(10, 100), factor: 14.4 },
      { long: answers(30, 1000), short: answers(2, 100), factor: 1 },
    ];

    // 2 % and 10 % of answers against the 0.1 % allowed: 20 and 100; 30 and 20.
    const result = burnRate(pairs, 0.999, 5);

    expect(result).toMatchObject({ value: expect.closeTo(20, 9) as number, n: 1000 });
  });

  it('is nothing with too few bad answers, whatever their share', () => {
    expect(burnRate([{ long: answers(1, 60), short: answers(1, 5), factor: 14.4 }], 0.999, 2)).toEqual(
      seen(0, 60),
    );
    expect(burnRate([{ long: answers(0, 0), short: answers(0, 0), factor: 1 }], 0.999, 2).kind).toBe(
      'noData',
    );
  });
});

describe('the newest run that is due', () => {
  const schedule = { everyMinutes: 1440, offsetMinutes: 0, graceMinutes: 60 };
  const run = (state: 'late' | 'missing' | 'complete' | 'running' | 'short' | 'backfilled', day: number) => ({
    stage: 'model',
    from: new Date(Date.UTC(2026, 10, day)).toISOString(),
    to: new Date(Date.UTC(2026, 10, day + 1)).toISOString(),
    state,
    rows: state === 'missing' ? 0 : 10,
    lateRows: 0,
    ...(state === 'late' && { firstReceived: new Date(Date.UTC(2026, 10, day + 1, 3)).toISOString() }),
  });
  const now = Date.UTC(2026, 10, 24, 6);

  it.each([
    ['complete', 0],
    ['late', 2 * 3600],
    ['missing', 5 * 3600],
    ['short', 5 * 3600],
  ] as const)('that is %s is overdue by %d s', (state, seconds) => {
    const runs = [run('running', 24), run(state, 23), run('missing', 22)];

    expect(runOverdue(runs, schedule, now)).toMatchObject({ value: seconds });
  });

  it('is none before the first', () => {
    expect(runOverdue([run('running', 24)], schedule, now).kind).toBe('noData');
  });
});

it('new categories are a share of the rows, with evidence where the reference cannot have missed so many', () => {
  const reference = { kind: 'categorical' as const, counts: Float64Array.of(500, 500, 0), missing: 0 };
  const current = (unseen: number) => ({ ...reference, counts: Float64Array.of(50, 50 - unseen, unseen) });

  expect(newCategoryValue(reference, current(1), 0.01, 1)).toMatchObject({ value: 0.01, hasEvidence: false });
  expect(newCategoryValue(reference, current(10), 0.01, 1)).toMatchObject({ value: 0.1, hasEvidence: true });
});

describe('a composite', () => {
  const composite = {
    kind: 'composite' as const,
    rules: [
      { rule: 'slow', severity: 'warning' as const },
      { rule: 'wrong', severity: 'critical' as const },
    ],
    stale: 'noData' as const,
  };
  const states = {
    slow: { severity: 'critical' as const, isStale: false },
    wrong: { severity: 'warning' as const, isStale: true },
  };
  const stateOf = (rule: string) => states[rule as keyof typeof states];

  it('counts the rules that fire with the severity asked for', () => {
    expect(compositeValue({ ...composite, stale: 'hold' }, stateOf)).toEqual(seen(1, 2));
  });

  it('takes a rule that was not evaluated for what its policy says', () => {
    const wrongFires = (rule: string) => ({ severity: 'critical' as const, isStale: rule === 'wrong' });

    expect(compositeValue(composite, wrongFires)).toEqual(
      noData('the rule wrong has not been evaluated lately'),
    );
    expect(compositeValue({ ...composite, stale: 'hold' }, wrongFires)).toEqual(seen(2, 2));
    expect(compositeValue({ ...composite, stale: 'quiet' }, wrongFires)).toEqual(seen(1, 2));
  });
});

describe('the slots that are due', () => {
  const minute = 60_000;
  const rule = { everySeconds: 60, version: 2 };

  it('are those that ended since the last one', () => {
    expect(dueSlots({ ...rule, lastSlot: 97 }, 100.5 * minute)).toEqual([98, 99]);
    expect(dueSlots({ ...rule, lastSlot: 99 }, 100.5 * minute)).toEqual([]);
  });

  it('are the newest 40 after a longer outage', () => {
    const slots = dueSlots({ ...rule, lastSlot: 10 }, 100 * minute);

    expect([slots[0], slots.length]).toEqual([60, 40]);
  });

  it('are none where the clock seems to have gone back', () => {
    expect(dueSlots({ ...rule, lastSlot: 200 }, 100 * minute)).toEqual([]);
  });

  it('of a new rule lie behind it; a changed one starts with the present', () => {
    expect(dueSlots({ ...rule, version: 1, lastSlot: null }, 100 * minute)).toHaveLength(40);
    expect(dueSlots({ ...rule, lastSlot: null }, 100 * minute)).toEqual([99]);
  });
});
