import { z } from 'zod';
import { MetricSetting } from '../metric-settings.ts';
import { items, json, refusals } from './answers.ts';
import { pipelineParam } from './parameters.ts';
import { route } from './route.ts';

export const metricSettingRoutes = {
  listMetricSettings: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/metric-settings',
    tags: ['pipelines'],
    summary: 'what the team has made of its metrics',
    request: { params: pipelineParam },
    responses: { 200: json(items(MetricSetting), 'settings; a metric nobody touched has none') },
  }),
  putMetricSettings: route({
    method: 'put',
    path: '/api/v1/pipelines/{pipeline}/metric-settings',
    tags: ['pipelines'],
    summary: 'pin, mute, rename metrics, set their units and directions',
    request: {
      params: pipelineParam,
      body: {
        required: true,
        content: {
          'application/json': { schema: z.object({ items: z.array(MetricSetting).min(1).max(500) }) },
        },
      },
    },
    responses: { 200: json(items(MetricSetting), 'all settings of the pipeline'), ...refusals },
  }),
};
