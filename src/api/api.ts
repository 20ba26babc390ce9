import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Actor } from './access/actor.ts';

/** What the guard lets through carries who asks: `c.get('actor')`. */
export type ApiEnv = { Variables: { actor: Actor } };
export type Api = OpenAPIHono<ApiEnv>;
