import type { Run, RunSchedule } from '#contract/run.ts';

/** What came of one period: its rows, and when they came. */
export type Arrival = {
  slotMs: number;
  rows: number;
  lateRows: number;
  firstReceivedMs: number;
  lastReceivedMs: number;
};

/** A run with fewer of the rows expected is short: half of the usual is more than weekends and chance take away. */
const LEAST_SHARE = 0.5;
/** The median of fewer runs promises nothing. */
const LEAST_RUNS = 3;
const MINUTE_MS = 60_000;

export const assumedSchedule: RunSchedule = { everyMinutes: 1440, offsetMinutes: 0, graceMinutes: 1440 };

/**
 * The runs of a stage whose periods begin in [fromMs, toMs), newest first: those that came, and those that should have.
 * Periods before the first rows ever came, at `bornMs`, are not missed; what came of them was filled in later.
 */
export function batchRuns({
  stage,
  schedule,
  arrivals,
  fromMs,
  toMs,
  bornMs,
  nowMs,
}: {
  stage: string;
  schedule: RunSchedule;
  arrivals: readonly Arrival[];
  fromMs: number;
  toMs: number;
  bornMs: number;
  nowMs: number;
}): Run[] {
  const everyMs = schedule.everyMinutes * MINUTE_MS;
  const came = new Map(arrivals.map((arrival) => [arrival.slotMs, arrival]));
  const runs: Run[] = [];
  const sizes: number[] = [];
  for (let slotMs = periodStart(schedule, fromMs); slotMs < Math.min(toMs, nowMs); slotMs += everyMs) {
    if (slotMs < fromMs) continue;
    const arrival = came.get(slotMs);
    const endMs = slotMs + everyMs;
    const dueMs = endMs + schedule.graceMinutes * MINUTE_MS;
    if (!arrival && dueMs <= bornMs) continue;
    const expectedRows = schedule.expectedRows ?? usualSize(sizes);
    runs.push({
      stage,
      from: instant(slotMs),
      to: instant(endMs),
      state: stateOf(arrival, { dueMs, bornMs, nowMs, expectedRows }),
      rows: arrival?.rows ?? 0,
      lateRows: arrival?.lateRows ?? 0,
      ...(expectedRows !== undefined && { expectedRows }),
      ...(arrival && {
        firstReceived: instant(arrival.firstReceivedMs),
        lastReceived: instant(arrival.lastReceivedMs),
      }),
    });
    if (arrival && dueMs <= nowMs) sizes.push(arrival.rows);
  }
  return runs.reverse();
}

function stateOf(
  arrival: Arrival | undefined,
  times: { dueMs: number; bornMs: number; nowMs: number; expectedRows: number | undefined },
): Run['state'] {
  const { dueMs, bornMs, nowMs, expectedRows = 0 } = times;
  if (!arrival) return nowMs < dueMs ? 'running' : 'missing';
  if (dueMs <= bornMs) return 'backfilled';
  if (arrival.firstReceivedMs > dueMs) return 'late';
  if (arrival.rows >= LEAST_SHARE * expectedRows) return nowMs < dueMs ? 'running' : 'complete';
  return nowMs < dueMs ? 'running' : 'short';
}

/** The start of the period that an instant lies in. */
function periodStart({ everyMinutes, offsetMinutes }: RunSchedule, instantMs: number): number {
  const everyMs = everyMinutes * MINUTE_MS;
  const offsetMs = offsetMinutes * MINUTE_MS;
  return Math.floor((instantMs - offsetMs) / everyMs) * everyMs + offsetMs;
}

function usualSize(sizes: readonly number[]): number | undefined {
  if (sizes.length < LEAST_RUNS) return undefined;
  const ordered = sizes.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)];
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
