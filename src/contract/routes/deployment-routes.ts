import { DeploymentChange, DeploymentState } from '../deployment.ts';
import { Name } from '../prediction.ts';
import { json, problem, refusals } from './answers.ts';
import { pipelineParam } from './parameters.ts';
import { route } from './route.ts';

const params = pipelineParam.extend({ stage: Name });
const path = '/api/v1/pipelines/{pipeline}/stages/{stage}/deployment' as const;

export const deploymentRoutes = {
  findDeployment: route({
    method: 'get',
    path,
    tags: ['pipelines'],
    summary: 'where the versions of a stage answer',
    request: { params },
    responses: { 200: json(DeploymentState, 'null where nobody has said it'), ...refusals },
  }),
  putDeployment: route({
    method: 'put',
    path,
    tags: ['pipelines'],
    summary: 'say where the versions of a stage answer',
    request: {
      params,
      body: { required: true, content: { 'application/json': { schema: DeploymentChange } } },
    },
    responses: {
      200: json(DeploymentState, 'the deployment'),
      ...refusals,
      409: problem('somebody else changed it, or a rollout needs an endpoint that is left out'),
    },
  }),
};
