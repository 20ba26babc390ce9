import { z } from 'zod';
import { Fleet } from '../fleet.ts';
import { Health } from '../health.ts';
import { Catalogue, Overview, Pipeline } from '../pipeline.ts';
import { Runs } from '../run.ts';
import { SiteState } from '../site.ts';
import { items, json, refusals } from './answers.ts';
import { instant, knownAt, pipelineParam, stepSeconds } from './parameters.ts';
import { route } from './route.ts';

export const pipelineRoutes = {
  listPipelines: route({
    method: 'get',
    path: '/api/v1/pipelines',
    tags: ['pipelines'],
    summary: 'all pipelines, declared or found in the log',
    responses: { 200: json(items(Pipeline), 'pipelines') },
  }),
  fleet: route({
    method: 'get',
    path: '/api/v1/fleet',
    tags: ['pipelines'],
    summary: 'headline figures of all pipelines; later only what changed',
    request: {
      query: z.object({
        from: instant.optional().describe('with `to`; left out, each pipeline has its own range'),
        to: instant.optional(),
        knownAt,
        since: z.string().max(8_000).optional().describe('cursor of an earlier answer'),
      }),
    },
    responses: { 200: json(Fleet, 'overviews'), ...refusals },
  }),
  catalogue: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/metrics',
    tags: ['pipelines'],
    summary: 'the metrics of each stage',
    request: { params: pipelineParam },
    responses: { 200: json(Catalogue, 'catalogue'), ...refusals },
  }),
  listRuns: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/runs',
    tags: ['pipelines'],
    summary: 'the runs of a batch pipeline: what came of each, and when',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(Runs, 'runs'), ...refusals },
  }),
  listSites: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/sites',
    tags: ['pipelines'],
    summary: 'what each edge device or region sent',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(items(SiteState), 'sites and stages'), ...refusals },
  }),
  overview: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/overview',
    tags: ['pipelines'],
    summary: 'headline figures of each stage in a window',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant, knownAt }) },
    responses: { 200: json(Overview, 'overview'), ...refusals },
  }),
  health: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/health',
    tags: ['pipelines'],
    summary: 'headline figures of each stage by slot',
    request: {
      params: pipelineParam,
      query: z.object({ from: instant, to: instant, step: stepSeconds, knownAt }),
    },
    responses: { 200: json(Health, 'columns of each stage'), ...refusals },
  }),
};
