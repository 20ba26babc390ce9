import type { Pipeline } from '#contract/pipeline.ts';
import type { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Actor } from '../../access/actor.ts';
import { unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from './find.ts';

export async function putPipeline(
  ports: Ports,
  { name, definition, actor }: { name: string; definition: PipelineDefinition; actor: Actor },
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
  const change = { action: 'pipeline.put', subject: name, after: definition };
  await ports.control.putPipeline({ name, definition }, auditEntry(actor, ports.now(), change));
  return getPipeline(ports, name);
}
