import { Pipeline } from '../pipeline.ts';
import { PipelineDefinition } from '../pipeline-definition.ts';
import { json, refusals } from './answers.ts';
import { pipelineParam } from './parameters.ts';
import { route } from './route.ts';

/** Apart from what every page asks: what people say of a pipeline is much to describe. */
export const pipelineDefinitionRoutes = {
  putPipeline: route({
    method: 'put',
    path: '/api/v1/pipelines/{pipeline}',
    tags: ['pipelines'],
    summary: 'declare stages, edges and targets',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: PipelineDefinition } } },
    },
    responses: { 200: json(Pipeline, 'the pipeline'), ...refusals },
  }),
};
