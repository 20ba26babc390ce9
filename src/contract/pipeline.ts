import { z } from 'zod';
import { Severity } from './alert-words.ts';
import { Metric } from './metric.ts';

export const PipelineKind = z.enum(['realtime', 'batch']).meta({ id: 'PipelineKind' });

export const StageSummary = z
  .object({
    name: z.string(),
    title: z.string().optional(),
    latencyTargetMs: z.number().optional(),
    rows: z.number().int(),
    firstSeen: z.iso.datetime().optional(),
    lastSeen: z.iso.datetime().optional(),
  })
  .meta({ id: 'StageSummary' });
export type StageSummary = z.infer<typeof StageSummary>;

export const Pipeline = z
  .object({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    team: z.string().optional(),
    kind: PipelineKind,
    sample: z.boolean(),
    stages: z.array(StageSummary).describe('in the order of the flow'),
    edges: z.array(z.object({ from: z.string(), to: z.string() })),
    rows: z.number().int(),
    firstSeen: z.iso.datetime().optional(),
    lastSeen: z.iso.datetime().optional(),
    /** The range that shows most when nobody has chosen one. */
    defaultRange: z
      .object({ from: z.string(), to: z.string() })
      .describe('now, relative to it such as -6h or -480d, or instants'),
  })
  .meta({ id: 'Pipeline' });
export type Pipeline = z.infer<typeof Pipeline>;

export const Catalogue = z
  .object({ pipeline: z.string(), stages: z.array(z.object({ name: z.string(), metrics: z.array(Metric) })) })
  .meta({ id: 'Catalogue' });
export type Catalogue = z.infer<typeof Catalogue>;

export const VersionShare = z
  .object({
    version: z.string(),
    role: z.enum(['live', 'shadow']),
    rows: z.number().int(),
    share: z.number(),
  })
  .meta({ id: 'VersionShare' });

/** The headline figures of some rows of a stage; null where there was nothing to take them from. */
export const StageFigures = z
  .object({
    rows: z.number().int(),
    ratePerSecond: z.number(),
    latencyP95Ms: z.number().nullable(),
    errorShare: z.number().nullable(),
    nullShare: z.number().nullable(),
  })
  .meta({ id: 'StageFigures' });
export type StageFigures = z.infer<typeof StageFigures>;

/** An alert of a stage that was open, in few words. */
export const OpenAlert = z
  .object({ id: z.string(), name: z.string(), severity: Severity, firedAt: z.iso.datetime() })
  .meta({ id: 'OpenAlert' });
export type OpenAlert = z.infer<typeof OpenAlert>;

/** The headline figures of a stage in a window. */
export const StageHeadline = StageFigures.extend({
  stage: z.string(),
  lastSeen: z.iso.datetime().optional(),
  versions: z.array(VersionShare).describe('largest share first'),
  alerts: z.array(OpenAlert).describe('open at the end of the window, critical first'),
}).meta({ id: 'StageHeadline' });
export type StageHeadline = z.infer<typeof StageHeadline>;

export const Overview = z
  .object({
    asOf: z.iso.datetime(),
    stages: z.array(StageHeadline),
    labels: z.object({ rows: z.number().int(), lastSeen: z.iso.datetime().optional() }),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;
