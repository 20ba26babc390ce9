import { z } from 'zod';
import {
  AlertmanagerReceipt,
  AlertmanagerWebhook,
  AlertSource,
  AlertSourceChange,
  AlertSourceRequest,
  AlertSourceTest,
} from '../alert-source.ts';
import { items, json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const params = z.object({ source: z.string().max(100) });
const changed = { 409: problem('somebody else changed it meanwhile'), ...refusals } as const;
const tags = ['alert sources'];

export const alertSourceRoutes = {
  listAlertSources: route({
    method: 'get',
    path: '/api/v1/alert-sources',
    tags,
    summary: 'other systems whose alerts are read into the inbox',
    responses: { 200: json(items(AlertSource), 'sources, by name'), ...refusals },
  }),
  createAlertSource: route({
    method: 'post',
    path: '/api/v1/alert-sources',
    tags,
    summary: 'read the alerts of another system',
    request: { body: body(AlertSourceRequest) },
    responses: { 200: json(AlertSource, 'the source'), ...refusals },
  }),
  changeAlertSource: route({
    method: 'put',
    path: '/api/v1/alert-sources/{source}',
    tags,
    summary: 'change a source; its token must be given anew where it leads elsewhere',
    request: { params, body: body(AlertSourceChange) },
    responses: { 200: json(AlertSource, 'the source'), ...changed },
  }),
  deleteAlertSource: route({
    method: 'delete',
    path: '/api/v1/alert-sources/{source}',
    tags,
    summary: 'take a source away; its open alerts end',
    request: { params },
    responses: { 200: json(AlertSource, 'the source that is gone'), ...changed },
  }),
  testAlertSource: route({
    method: 'post',
    path: '/api/v1/alert-sources/{source}/test',
    tags,
    summary: 'ask the source now, and show what would become of its answer; nothing is stored',
    request: { params },
    responses: { 200: json(AlertSourceTest, 'what it answers'), ...refusals },
  }),
  receiveAlerts: route({
    method: 'post',
    path: '/api/v1/alert-sources/{source}/alertmanager',
    tags,
    summary: 'the receiver for Alertmanager’s webhook (version 4), for sources of the kind webhook',
    request: { params, body: body(AlertmanagerWebhook) },
    responses: { 200: json(AlertmanagerReceipt, 'what was taken'), ...refusals },
  }),
};
