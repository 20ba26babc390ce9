import { z } from 'zod';
import { SavedView, SavedViewRequest } from '../saved-view.ts';
import { items, json, refusals } from './answers.ts';
import { route } from './route.ts';

export const savedViewRoutes = {
  listSavedViews: route({
    method: 'get',
    path: '/api/v1/saved-views',
    tags: ['saved views'],
    summary: 'pages that the team has kept, by name',
    responses: { 200: json(items(SavedView), 'views') },
  }),
  createSavedView: route({
    method: 'post',
    path: '/api/v1/saved-views',
    tags: ['saved views'],
    summary: 'keep a page under a name',
    request: { body: { required: true, content: { 'application/json': { schema: SavedViewRequest } } } },
    responses: { 200: json(SavedView, 'the view'), 400: refusals[400] },
  }),
  deleteSavedView: route({
    method: 'delete',
    path: '/api/v1/saved-views/{id}',
    tags: ['saved views'],
    summary: 'forget a kept page',
    request: { params: z.object({ id: z.string().max(100) }) },
    responses: { 200: json(SavedView, 'the view that was forgotten'), ...refusals },
  }),
};
