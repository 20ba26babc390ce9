import { z } from 'zod';
import { Name } from './prediction.ts';

export const metricUnits = ['none', 'share', 'ms', 's', 'count', 'perSecond', 'bytes', 'decibel'] as const;

/** What the team has made of a metric. Left out is as if nobody had said anything. */
export const MetricSetting = z
  .object({
    stage: Name,
    metric: Name,
    title: z.string().trim().min(1).max(200).optional().describe('the name that people read'),
    unit: z.enum(metricUnits).optional().describe('default: by how the name ends'),
    worse: z.enum(['higher', 'lower', 'both']).optional().describe('which way trouble lies'),
    attention: z
      .enum(['pinned', 'usual', 'muted'])
      .default('usual')
      .describe('pinned stands first; muted is folded away, and calls nobody'),
  })
  .meta({ id: 'MetricSetting' });
export type MetricSetting = z.infer<typeof MetricSetting>;
