import { z } from 'zod';
import { Bands } from '../bands.ts';
import { MetricGroup } from '../metric.ts';
import { StageFigures } from '../pipeline.ts';
import { Name } from '../prediction.ts';
import { RepeatedOutputs } from '../repeated-outputs.ts';
import { Series } from '../series.ts';
import { json, refusals } from './answers.ts';
import { metricList, pipelineParam, stageWindow, stepSeconds } from './parameters.ts';
import { route } from './route.ts';

export const metricRoutes = {
  series: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/series',
    tags: ['metrics'],
    summary: 'statistics of metrics over time',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        group: MetricGroup.optional(),
        metric: metricList.describe('default: all metrics of the group'),
        since: z.string().max(40).optional().describe('cursor of an earlier answer'),
      }),
    },
    responses: { 200: json(Series, 'columns'), ...refusals },
  }),
  bands: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/bands',
    tags: ['metrics'],
    summary: 'what was usual in the window of a reference',
    request: {
      params: pipelineParam,
      query: z.object({
        stage: Name,
        step: stepSeconds,
        group: MetricGroup.optional(),
        metric: metricList.describe('default: all metrics of the group'),
        seg: stageWindow.shape.seg,
        reference: z
          .string()
          .max(100)
          .optional()
          .describe('default: the newest named one, else the start of the log'),
      }),
    },
    responses: { 200: json(Bands, 'bands'), ...refusals },
  }),
  figures: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/figures',
    tags: ['metrics'],
    summary: 'headline figures of some rows of a stage: a version, a segment, what was known at a moment',
    request: { params: pipelineParam, query: stageWindow },
    responses: { 200: json(StageFigures, 'figures'), ...refusals },
  }),
  repeatedOutputs: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/repeated-outputs',
    tags: ['metrics'],
    summary: 'text outputs that came more than once',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
    },
    responses: { 200: json(RepeatedOutputs, 'repeated outputs'), ...refusals },
  }),
};
