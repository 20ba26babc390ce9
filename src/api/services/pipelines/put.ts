import type { Pipeline, PipelineDefinition } from '#contract/pipeline.ts';
import { unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from './find.ts';

export async function putPipeline(
  ports: Ports,
  { name, definition, actor }: { name: string; definition: PipelineDefinition; actor: string },
): Promise<Pipeline> {
  const stages = new Set(definition.stages.map((stage) => stage.name));
  const loose = definition.edges.find(({ from, to }) => !stages.has(from) || !stages.has(to));
  if (loose) {
    throw unprocessable(
      '/problems/unknown-stage',
      'an edge names a stage that is not declared',
      `declare both stages of the edge ${loose.from} → ${loose.to}`,
    );
  }
  const audit = {
    actor,
    action: 'pipeline.put',
    subject: name,
    at: ports.now().toISOString(),
    detail: definition,
  };
  await ports.control.putPipeline({ name, definition }, audit);
  return getPipeline(ports, name);
}
