import type { StageSummary } from '#contract/pipeline.ts';
import { resolveRange, stepFor, widerStep, type TimeRange } from '../api/time-range.ts';

/** As many slots as can be told apart side by side, and as few as still tell when something began. */
const mostSlots = 48;
const fewestSlots = 6;
/** Enough values in a slot for its score to mean something, also in the quiet hours of a day. */
const enoughRows = 180;

/** The width of a slot of the map, in seconds: wide enough for the usual traffic of the stage to fill it. */
export function slotStep(
  range: TimeRange,
  { rows, firstSeen, lastSeen }: Pick<StageSummary, 'rows' | 'firstSeen' | 'lastSeen'>,
  nowMs: number,
): number {
  const finest = stepFor(range, nowMs, mostSlots);
  if (firstSeen === undefined || lastSeen === undefined) return finest;
  const seconds = Math.max(60, (Date.parse(lastSeen) - Date.parse(firstSeen)) / 1000);
  const { fromMs, toMs } = resolveRange(range, nowMs, finest);
  const widest = (toMs - fromMs) / 1000 / fewestSlots;
  let step = finest;
  for (let next = widerStep(step); next !== undefined && next <= widest; next = widerStep(step)) {
    if ((step * rows) / seconds >= enoughRows) break;
    step = next;
  }
  return step;
}
