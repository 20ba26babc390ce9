import { z } from 'zod';
import { Name } from '../prediction.ts';
import { SegmentText } from '../segment.ts';

export const instant = z.iso.datetime({ offset: true });
export const pipelineParam = z.object({ pipeline: Name });

export const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).max(most)).optional();

export const knownAt = instant.optional().describe('only what had been received by then');

/** One slice of time of a stage, and what narrows it. */
export const stageWindow = z.object({
  stage: Name,
  from: instant,
  to: instant,
  version: Name.optional(),
  role: z
    .enum(['live', 'shadow', 'reference'])
    .default('live')
    .describe('reference: rows sent for the reference whose id is the version'),
  knownAt,
  seg: listOf(SegmentText, 50).describe(
    'metric:value of a categorical metric, site:value, or metric~from~to of a numeric one (below to; either may be left out); of one metric any of them, of different metrics all',
  ),
});
export const stepSeconds = z.coerce
  .number()
  .int()
  .min(60)
  .max(366 * 86_400)
  .describe('width of a slot, a multiple of 60');
export const metricList = listOf(Name, 500);
