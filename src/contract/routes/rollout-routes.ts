import { z } from 'zod';
import { Name } from '../prediction.ts';
import { ReplayLog } from '../replay-log.ts';
import { RolloutCommand } from '../rollout-command.ts';
import { RolloutDetail, RolloutRequest } from '../rollout-detail.ts';
import {
  Adjudication,
  AdjudicationRequest,
  DisagreementOrder,
  Disagreements,
} from '../rollout-disagreement.ts';
import { Freeze, FreezeRequest } from '../rollout-freeze.ts';
import { Rollout } from '../rollout.ts';
import { SegmentText } from '../segment.ts';
import { items, json, problem, refusals } from './answers.ts';
import { instant, listOf, pipelineParam } from './parameters.ts';
import { route } from './route.ts';

const params = z.object({ id: z.string().max(200) });
const key = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('the same command with the same key counts once, for a day');
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const rolloutRoutes = {
  listRollouts: route({
    method: 'get',
    path: '/api/v1/rollouts',
    tags: ['rollouts'],
    summary: 'rollouts, the latest first',
    request: {
      query: z.object({
        pipeline: Name.optional(),
        stage: Name.optional(),
        open: z
          .enum(['true', 'false'])
          .transform((text) => text === 'true')
          .optional()
          .describe('only those that have not ended'),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    },
    responses: { 200: json(items(Rollout), 'rollouts'), ...refusals },
  }),
  findRollout: route({
    method: 'get',
    path: '/api/v1/rollouts/{id}',
    tags: ['rollouts'],
    summary: 'one rollout, its history, and what you can do with it',
    request: { params },
    responses: { 200: json(RolloutDetail, 'the rollout; its ETag is its generation'), ...refusals },
  }),
  createRollout: route({
    method: 'post',
    path: '/api/v1/rollouts',
    tags: ['rollouts'],
    summary: 'write a draft',
    request: { headers: z.object({ 'idempotency-key': key }), body: body(RolloutRequest) },
    responses: { 200: json(Rollout, 'the draft'), ...refusals },
  }),
  commandRollout: route({
    method: 'post',
    path: '/api/v1/rollouts/{id}/commands',
    tags: ['rollouts'],
    summary: 'move a rollout: the table of docs/rollouts.md says who may do what, and when',
    request: {
      params,
      headers: z.object({
        'if-match': z
          .string()
          .regex(/^"?\d{1,9}"?$/, 'the generation, such as "7"')
          .optional()
          .describe('the generation that was looked at; only rollBack goes without'),
        'idempotency-key': key,
      }),
      body: body(RolloutCommand),
    },
    responses: {
      200: json(Rollout, 'the rollout as it is now'),
      ...refusals,
      403: problem('your role, or that it takes another person'),
      409: problem('it is not what it was, or a guard holds: `conflict` is a RolloutConflict'),
      428: problem('If-Match is missing'),
    },
  }),
  undoRollout: route({
    method: 'post',
    path: '/api/v1/rollouts/{id}/undo',
    tags: ['rollouts'],
    summary: 'after its success: a rollout of the version before it, at once',
    request: { params, headers: z.object({ 'idempotency-key': key }) },
    responses: { 200: json(Rollout, 'the new rollout'), ...refusals, 409: problem('it cannot be undone') },
  }),
  replayLog: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/replay-log',
    tags: ['rollouts'],
    summary: 'what a stage answered, by the minute: what a plan is replayed on, 31 days at most',
    request: {
      params: pipelineParam,
      query: z
        .object({ stage: Name, from: instant, to: instant })
        .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 31 * 86_400_000, {
          error: 'at most 31 days',
        }),
    },
    responses: { 200: json(ReplayLog, 'counts by the minute'), ...refusals },
  }),
  listDisagreements: route({
    method: 'get',
    path: '/api/v1/rollouts/{id}/disagreements',
    tags: ['rollouts'],
    summary: 'requests that both versions answered, and differently; sensitive values stay on the server',
    request: {
      params,
      query: z.object({
        order: DisagreementOrder.default('impact'),
        seg: listOf(SegmentText, 50).describe('of the request, as elsewhere'),
        stable: Name.optional().describe('only where the stable version gave an answer of this class'),
        candidate: Name.optional(),
        judged: z.enum(['all', 'open']).default('all').describe('open: only what nobody has judged'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    },
    responses: { 200: json(Disagreements, 'disagreements'), ...refusals },
  }),
  adjudicate: route({
    method: 'post',
    path: '/api/v1/rollouts/{id}/adjudications',
    tags: ['rollouts'],
    summary: 'say who was right where the versions disagreed; the gate `adjudication` counts it',
    request: { params, body: body(AdjudicationRequest) },
    responses: { 200: json(Adjudication, 'as it is kept'), ...refusals },
  }),
  listFreezes: route({
    method: 'get',
    path: '/api/v1/rollout-freezes',
    tags: ['rollouts'],
    summary: 'times in which nothing goes forward, in force or ahead',
    responses: { 200: json(items(Freeze), 'by start'), ...refusals },
  }),
  createFreeze: route({
    method: 'post',
    path: '/api/v1/rollout-freezes',
    tags: ['rollouts'],
    summary: 'let nothing go forward for a while',
    request: { body: body(FreezeRequest) },
    responses: { 200: json(Freeze, 'the freeze'), ...refusals },
  }),
  endFreeze: route({
    method: 'post',
    path: '/api/v1/rollout-freezes/{id}/end',
    tags: ['rollouts'],
    summary: 'end a freeze before its time',
    request: { params },
    responses: { 200: json(Freeze, 'as it ended'), ...refusals },
  }),
};
