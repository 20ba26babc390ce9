import { z } from 'zod';
import { Deployment } from './deployment.ts';
import { PipelineKind } from './pipeline.ts';
import { Name } from './prediction.ts';
import { RunSchedule } from './run.ts';

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
