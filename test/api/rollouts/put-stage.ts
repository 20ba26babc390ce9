import type { Ports } from '#api/ports.ts';
import { PipelineDefinition, type StageDefinition } from '#contract/pipeline-definition.ts';

/** Declares a pipeline `speech` of one stage. */
export async function putStage(
  { control }: Ports,
  stage: Partial<StageDefinition> & { name: string },
): Promise<void> {
  const definition = PipelineDefinition.parse({ stages: [stage], edges: [] });
  await control.putPipeline(
    { name: 'speech', definition },
    {
      actor: 'tester',
      action: 'pipeline.put',
      subject: 'speech',
      at: new Date(0).toISOString(),
      before: null,
      after: null,
      reason: '',
      origin: { ip: null, userAgent: null, session: null },
    },
  );
}
