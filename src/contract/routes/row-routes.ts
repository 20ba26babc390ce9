import { z } from 'zod';
import { Examples } from '../example.ts';
import { frameLimits } from '../frame.ts';
import { Name } from '../prediction.ts';
import { columns, json, problem, refusals } from './answers.ts';
import { listOf, pipelineParam, stageWindow } from './parameters.ts';
import { route } from './route.ts';

export const rowRoutes = {
  rows: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rows',
    tags: ['metrics'],
    summary: 'the values themselves, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: Name,
        limit: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
      }),
    },
    responses: {
      200: columns('typed-array container, see RowsHeader'),
      ...refusals,
      403: problem('the values are sensitive'),
    },
  }),
  frame: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/frame',
    tags: ['metrics'],
    summary: 'several metrics of the same rows, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: listOf(Name, frameLimits.metrics).describe('metric ids; version and site are columns, too'),
        limit: z.coerce.number().int().min(1).max(frameLimits.rows).default(50_000),
      }),
    },
    responses: { 200: columns('typed-array container, see FrameHeader'), ...refusals },
  }),
  examples: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/examples',
    tags: ['metrics'],
    summary: 'single rows of a stage; sensitive values stay on the server',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: listOf(Name, 500).describe('default: all metrics'),
        order: z
          .enum(['latest', 'sample'])
          .default('latest')
          .describe('the latest rows, or the same random ones each time'),
        limit: z.coerce.number().int().min(1).max(50).default(50),
      }),
    },
    responses: { 200: json(Examples, 'rows'), ...refusals },
  }),
};
