import { z } from 'zod';
import { Status } from '../status.ts';
import { json } from './answers.ts';
import { route } from './route.ts';

export const statusRoutes = {
  status: route({
    method: 'get',
    path: '/api/v1/status',
    tags: ['operation'],
    summary: 'version, clock and sample data',
    responses: { 200: json(Status, 'status') },
  }),
  exposition: route({
    method: 'get',
    path: '/api/v1/metrics',
    tags: ['operation'],
    summary:
      'alert states, rule values, drift scores and how the server is doing, for Prometheus; also at /metrics',
    responses: {
      200: {
        description: 'Prometheus’s text format, version 0.0.4',
        content: { 'text/plain': { schema: z.string() } },
      },
    },
  }),
};
