import type { Run, RunSchedule } from '#contract/run.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

/**
 * Seconds by which the newest run that is due came too late, or is still missing or short: 0 when it came whole and in time.
 * No value before any run is due. O(runs).
 *
 * @param runs of one stage, newest first
 */
export function runOverdue(runs: readonly Run[], { graceMinutes }: RunSchedule, nowMs: number): RuleValue {
  const dueMs = (run: Run) => Date.parse(run.to) + graceMinutes * 60_000;
  const run = runs.find((candidate) => dueMs(candidate) <= nowMs && candidate.state !== 'backfilled');
  if (!run) return noData('no run is due yet');
  switch (run.state) {
    case 'late':
      return seen((Date.parse(run.firstReceived as string) - dueMs(run)) / 1000, run.rows);
    case 'missing':
    case 'short':
      return seen((nowMs - dueMs(run)) / 1000, run.rows);
    case 'running':
    case 'complete':
    case 'backfilled':
      return seen(0, run.rows);
  }
}
