import type { Deployment, DeploymentState } from '#contract/deployment.ts';
import { PipelineDefinition, type StageDefinition } from '#contract/pipeline-definition.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';
import { sha256 } from '../rollouts/sha256.ts';

export type Slot = { pipeline: string; stage: string };

export async function findDeployment(ports: Ports, slot: Slot): Promise<DeploymentState> {
  return stateOf((await readDefinition(ports, slot)).stage);
}

export async function stateOf({
  deployment = null,
}: {
  deployment?: Deployment | null | undefined;
}): Promise<DeploymentState> {
  return { deployment, digest: await sha256(deployment) };
}

/** What people said of a pipeline, and of one of its stages, which may only have been seen so far. */
export async function readDefinition(
  ports: Ports,
  { pipeline, stage }: Slot,
): Promise<{ definition: PipelineDefinition; stage: StageDefinition }> {
  const { stages } = await getPipeline(ports, pipeline);
  if (!stages.some(({ name }) => name === stage)) throw notFound(`stage ${stage} of ${pipeline}`);
  const stored = await ports.control.findPipeline(pipeline);
  const definition = stored?.definition ?? PipelineDefinition.parse({});
  const declared = definition.stages.find(({ name }) => name === stage);
  return { definition, stage: declared ?? { name: stage, keepsText: false } };
}
