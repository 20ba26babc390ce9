import { z } from 'zod';
import { ApiKey, ApiKeyRequest, NewApiKey } from '../api-key.ts';
import { items, json, refusals } from './answers.ts';
import { route } from './route.ts';

export const apiKeyRoutes = {
  listApiKeys: route({
    method: 'get',
    path: '/api/v1/api-keys',
    tags: ['people'],
    summary: 'keys of machines that send records, newest first',
    responses: { 200: json(items(ApiKey), 'keys') },
  }),
  createApiKey: route({
    method: 'post',
    path: '/api/v1/api-keys',
    tags: ['people'],
    summary: 'make a key for a machine',
    request: { body: { required: true, content: { 'application/json': { schema: ApiKeyRequest } } } },
    responses: { 200: json(NewApiKey, 'the key'), 400: refusals[400] },
  }),
  revokeApiKey: route({
    method: 'delete',
    path: '/api/v1/api-keys/{id}',
    tags: ['people'],
    summary: 'take a key back: it opens nothing from now on',
    request: { params: z.object({ id: z.string().max(100) }) },
    responses: { 200: json(ApiKey, 'the key'), ...refusals },
  }),
};
