import { builtInMetrics } from '#contract/metric.ts';
import type { LogReads } from './log-reads.ts';
import type { RuleSlot } from './observation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who waits longer for the last rows learns of trouble too late: later rows count in later windows only. */
const LONGEST_SECONDS = 3_600;

/**
 * How long a rule waits for late rows: as it says, else as long as 99 % of the rows of its stage took in the day before
 * the hour of the slot, an hour at most.
 */
export async function queryOffsetSeconds(
  { queryOffsetSeconds: fixed, pipeline, scope }: RuleSlot['rule'],
  slotEndMs: number,
  reads: LogReads,
): Promise<number> {
  if (fixed !== null) return fixed;
  if (scope.stage === undefined) return 0;
  const toMs = Math.floor(slotEndMs / HOUR_MS) * HOUR_MS;
  const selection = { pipeline, stage: scope.stage, role: 'live' as const, fromMs: toMs - DAY_MS, toMs };
  const { count, quantile } = await reads.sample(selection, builtInMetrics.arrivalDelay);
  return count === 0 ? 0 : Math.min(LONGEST_SECONDS, Math.max(0, quantile(0.99)));
}
