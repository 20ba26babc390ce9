import type { StageSummary } from '#contract/pipeline.ts';
import { stepFor, widerStep, type TimeRange } from '../api/time-range.ts';

const slots = 360;
/** A slot of fewer rows says too little, and only costs. */
const leastRows = 3;
/** Six hours of minutes, and no less than a dozen slots where these are long. */
const longestLagMs = 3_600_000;
const fewestLags = 12;

/** The width of a slot, in seconds: as narrow as the range and the usual traffic of the busiest stage allow. */
export function seriesStep(
  range: TimeRange,
  stages: readonly Pick<StageSummary, 'rows' | 'firstSeen' | 'lastSeen'>[],
  nowMs: number,
): number {
  const perSecond = Math.max(0, ...stages.map(usualRate));
  let step = stepFor(range, nowMs, slots);
  for (
    let next = widerStep(step);
    next !== undefined && step * perSecond < leastRows;
    next = widerStep(step)
  ) {
    step = next;
  }
  return step;
}

/** How many slots one series may come before another: an hour, or a dozen slots. */
export function longestLag(stepSeconds: number): number {
  return Math.max(fewestLags, Math.round(longestLagMs / 1000 / stepSeconds));
}

function usualRate({
  rows,
  firstSeen,
  lastSeen,
}: Pick<StageSummary, 'rows' | 'firstSeen' | 'lastSeen'>): number {
  if (firstSeen === undefined || lastSeen === undefined || rows < 2) return Number.POSITIVE_INFINITY;
  return rows / Math.max(60, (Date.parse(lastSeen) - Date.parse(firstSeen)) / 1000);
}
