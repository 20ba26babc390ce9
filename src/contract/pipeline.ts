import { z } from 'zod';
import { Severity } from './alert-words.ts';
import { Deployment } from './deployment.ts';
import { Metric } from './metric.ts';
import { Name } from './prediction.ts';
import { RunSchedule } from './run.ts';

export const PipelineKind = z.enum(['realtime', 'batch']).meta({ id: 'PipelineKind' });

export const StageDefinition = z
  .object({
    name: Name,
    title: z.string().max(200).optional(),
    latencyTargetMs: z.number().positive().optional(),
    outputs: z
      .enum(['label', 'text'])
      .optional()
      .describe('what string outputs are; found out when left out'),
    keepsText: z
      .boolean()
      .default(false)
      .describe('whether text outputs are stored, or only length and fingerprint'),
    sensitive: z
      .array(Name)
      .max(500)
      .optional()
      .describe(
        'metric ids, or output.text: values that the server never hands out by row; they are still counted',
      ),
    deployment: Deployment.optional().describe(
      'where its versions answer, so that traffic can be moved among them',
    ),
  })
  .meta({ id: 'StageDefinition' });
export type StageDefinition = z.infer<typeof StageDefinition>;

/** What people say of a pipeline. None is needed: stages that only ever sent records are found by themselves. */
export const PipelineDefinition = z
  .object({
    title: z.string().max(200).optional(),
    description: z.string().max(2_000).optional(),
    team: Name.optional().describe('whose it is; a fleet can be grouped by it'),
    kind: PipelineKind.default('realtime'),
    schedule: RunSchedule.optional().describe('when the runs of a batch pipeline are due'),
    stages: z.array(StageDefinition).max(200).default([]),
    edges: z
      .array(z.object({ from: Name, to: Name }))
      .max(1_000)
      .default([]),
    sample: z.boolean().default(false).describe('sample data that came with Anchorwatch'),
  })
  .meta({ id: 'PipelineDefinition' });
export type PipelineDefinition = z.infer<typeof PipelineDefinition>;

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
