import type { Pipeline } from '#contract/pipeline.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { listPipelines } from './list.ts';

export async function getPipeline(ports: Ports, name: string): Promise<Pipeline> {
  const pipeline = (await listPipelines(ports)).find((candidate) => candidate.name === name);
  if (!pipeline) throw notFound(`pipeline ${name}`);
  return pipeline;
}
