import { z } from 'zod';
import { Name } from '../prediction.ts';
import { RequestOrder } from '../request-order.ts';
import { RequestSummary, RequestTrace } from '../request.ts';
import { items, json, refusals } from './answers.ts';
import { instant, pipelineParam } from './parameters.ts';
import { route } from './route.ts';

export const requestRoutes = {
  listRequests: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/requests',
    tags: ['requests'],
    summary: 'requests of a window through all stages: the latest, slowest or failed ones',
    request: {
      params: pipelineParam,
      query: z.object({
        from: instant,
        to: instant,
        stage: Name.optional().describe('only requests that are recent, slow or failed there'),
        order: RequestOrder.default('recent').describe(
          'slowest: by the latency of their slowest stage; errors and nulls: the latest of these',
        ),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    },
    responses: { 200: json(items(RequestSummary), 'requests'), ...refusals },
  }),
  findRequest: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/requests/{requestId}',
    tags: ['requests'],
    summary: 'one request through all stages; sensitive values stay on the server',
    request: { params: pipelineParam.extend({ requestId: Name }) },
    responses: { 200: json(RequestTrace, 'the rows of the request'), ...refusals },
  }),
};
