import { describe, expect, it } from 'vitest';
import { batchRuns, type Arrival } from '#control/batch-runs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const startMs = Date.UTC(2026, 10, 1);
const schedule = { everyMinutes: 1440, offsetMinutes: 0, graceMinutes: 120 };

/** A day's rows, all of which came `hours` after the end of the day. */
function arrival(day: number, rows: number, hours = 1, lateRows = 0): Arrival {
  const slotMs = startMs + day * DAY_MS;
  const receivedMs = slotMs + DAY_MS + hours * HOUR_MS;
  return { slotMs, rows, lateRows, firstReceivedMs: receivedMs, lastReceivedMs: receivedMs };
}

function runs(arrivals: Arrival[], { days = 6, nowDay = 6.5, bornDay = 0, expectedRows = 0 } = {}) {
  return batchRuns({
    stage: 'score',
    schedule: { ...schedule, ...(expectedRows > 0 && { expectedRows }) },
    arrivals,
    fromMs: startMs,
    toMs: startMs + days * DAY_MS,
    bornMs: startMs + bornDay * DAY_MS,
    nowMs: startMs + nowDay * DAY_MS,
  }).toReversed();
}

describe('the runs of a batch pipeline', () => {
  it('are complete, late, short or missing, each against its own time', () => {
    const found = runs([
      arrival(0, 100),
      arrival(1, 100),
      arrival(2, 104, 1, 3),
      arrival(3, 49),
      arrival(4, 100, 5, 100),
    ]);

    expect(
      found.map(({ state, rows, expectedRows, lateRows }) => [state, rows, expectedRows, lateRows]),
    ).toEqual([
      ['complete', 100, undefined, 0],
      ['complete', 100, undefined, 0],
      ['complete', 104, undefined, 3],
      ['short', 49, 100, 0],
      ['late', 100, 100, 100],
      ['missing', 0, 100, 0],
    ]);
  });

  it('run until their time is over', () => {
    expect(runs([], { days: 2, nowDay: 1.05, expectedRows: 10 }).map(({ state }) => state)).toEqual([
      'running',
      'running',
    ]);
    expect(
      runs([arrival(0, 2, -5)], { days: 1, nowDay: 0.9, expectedRows: 10 }).map(({ state }) => state),
    ).toEqual(['running']);
  });

  it('of the time before the first rows ever came are not missed; what was filled in is said to be', () => {
    const filled = {
      ...arrival(1, 100),
      firstReceivedMs: startMs + 4 * DAY_MS,
      lastReceivedMs: startMs + 4 * DAY_MS,
    };

    const found = runs([filled, arrival(4, 100)], { days: 5, bornDay: 4 });

    expect(found.map(({ from, state }) => [from.slice(0, 10), state])).toEqual([
      ['2026-11-02', 'backfilled'],
      ['2026-11-04', 'missing'],
      ['2026-11-05', 'complete'],
    ]);
  });

  it('begin where the schedule says, and only those that begin in the window are told', () => {
    const found = batchRuns({
      stage: 'score',
      schedule: { everyMinutes: 60, offsetMinutes: 15, graceMinutes: 0, expectedRows: 1 },
      arrivals: [],
      fromMs: startMs,
      toMs: startMs + 2 * HOUR_MS,
      bornMs: 0,
      nowMs: startMs + DAY_MS,
    });

    expect(found.map(({ from, to, state }) => [from.slice(11, 16), to.slice(11, 16), state])).toEqual([
      ['01:15', '02:15', 'missing'],
      ['00:15', '01:15', 'missing'],
    ]);
  });
});
