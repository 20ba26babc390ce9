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
};
