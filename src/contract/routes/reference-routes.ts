import { z } from 'zod';
import { Name } from '../prediction.ts';
import { MetricComparison, Reference, ReferenceRequest, ReferenceWarning } from '../reference.ts';
import { items, json, problem, refusals } from './answers.ts';
import { pipelineParam } from './parameters.ts';
import { route } from './route.ts';

export const referenceRoutes = {
  uploadReference: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/reference-uploads',
    tags: ['references'],
    summary: 'freeze rows that are not in the log, such as a training set, as a baseline',
    request: {
      params: pipelineParam,
      query: z.object({ stage: Name, name: Name, modelVersion: Name.optional() }),
    },
    responses: {
      200: json(Reference, 'the reference'),
      ...refusals,
      413: problem('the body is too large: send a sample of the rows'),
      415: problem('the content type or encoding is not taken'),
      422: problem('a record is refused'),
      503: problem('the rows cannot be taken now: send them again later'),
    },
  }),
  assessReference: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references/{id}/warnings',
    tags: ['references'],
    summary:
      'why it may not be a good baseline: too small, drifting itself, with a hole, of several versions',
    request: { params: pipelineParam.extend({ id: z.string().max(100) }) },
    responses: { 200: json(items(ReferenceWarning), 'warnings, none for a good one'), ...refusals },
  }),
  compareReferences: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references/{id}/comparison',
    tags: ['references'],
    summary: 'how far another baseline lies from this one',
    request: {
      params: pipelineParam.extend({ id: z.string().max(100) }),
      query: z.object({ other: z.string().max(100) }),
    },
    responses: { 200: json(items(MetricComparison), 'metrics, the largest effect first'), ...refusals },
  }),
  listReferences: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references',
    tags: ['references'],
    summary: 'baselines, newest first',
    request: { params: pipelineParam, query: z.object({ stage: Name.optional() }) },
    responses: { 200: json(items(Reference), 'references'), ...refusals },
  }),
  createReference: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/references',
    tags: ['references'],
    summary: 'freeze a window as a baseline',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: ReferenceRequest } } },
    },
    responses: {
      200: json(Reference, 'the reference'),
      ...refusals,
      422: problem('the window holds no rows'),
    },
  }),
};
