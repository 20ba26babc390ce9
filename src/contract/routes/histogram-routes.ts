import { z } from 'zod';
import { MetricGroup } from '../metric.ts';
import { columns, refusals } from './answers.ts';
import { pipelineParam, stageWindow, stepSeconds } from './parameters.ts';
import { route } from './route.ts';

export const histogramRoutes = {
  histograms: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/histograms',
    tags: ['metrics'],
    summary: 'counts per metric, slot and reference bin, for the drift map',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        group: MetricGroup.optional().describe('default: inputs and outputs'),
        reference: z
          .string()
          .max(100)
          .optional()
          .describe('default: the newest named one, else the start of the log'),
      }),
    },
    responses: { 200: columns('typed-array container, see HistogramsHeader'), ...refusals },
  }),
};
