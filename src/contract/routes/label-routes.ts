import { z } from 'zod';
import { LabelCoverage } from '../labels.ts';
import { columns, json, refusals } from './answers.ts';
import { pipelineParam, stageWindow, stepSeconds } from './parameters.ts';
import { route } from './route.ts';

export const labelRoutes = {
  labelCoverage: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/label-coverage',
    tags: ['labels'],
    summary: 'how many rows have a label, by slot, and how late they came',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        reference: z.string().max(100).optional().describe('default: as for histograms'),
      }),
    },
    responses: { 200: json(LabelCoverage, 'coverage'), ...refusals },
  }),
  labelledRows: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/labelled-rows',
    tags: ['labels'],
    summary: 'rows with score, prediction and the label that was known, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        rows: z
          .enum(['labelled', 'all'])
          .default('labelled')
          .describe('all: rows without a label, too, in proportion'),
        limit: z.coerce.number().int().min(1).max(200_000).default(50_000),
      }),
    },
    responses: { 200: columns('typed-array container, see LabelledRowsHeader'), ...refusals },
  }),
};
