import type { Pipeline } from '#contract/pipeline.ts';
import type { TimeRange } from '../api/time-range.ts';
import { slotStep } from './slot-step.ts';

/** The width of a slot in which every stage of a pipeline can be judged, in seconds: that of the one with least traffic. */
export function healthStep(range: TimeRange, { stages }: Pick<Pipeline, 'stages'>, nowMs: number): number {
  const busy = stages.filter(({ rows }) => rows > 0);
  return Math.max(60, ...(busy.length > 0 ? busy : stages).map((stage) => slotStep(range, stage, nowMs)));
}
