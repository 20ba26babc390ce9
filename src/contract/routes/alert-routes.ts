import { z } from 'zod';
import { Alert, AlertList } from '../alert.ts';
import { AlertTab, alertTabs, severities, Severity } from '../alert-words.ts';
import {
  Acknowledge,
  Assign,
  BulkAnswer,
  BulkCommand,
  GiveFeedback,
  ResolveByHand,
  Snooze,
  Unacknowledge,
  WriteNote,
} from '../alert-command.ts';
import { AlertDetail } from '../alert-detail.ts';
import { HandOver } from '../hand-over.ts';
import { Name } from '../prediction.ts';
import { json, problem, refusals } from './answers.ts';
import { instant, listOf } from './parameters.ts';
import { route } from './route.ts';

const alertParams = z.object({ id: z.string().max(200) });
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const command = <const P extends string, T extends z.ZodType>(path: P, summary: string, schema: T) =>
  route({
    method: 'post',
    path,
    tags: ['alerts'],
    summary,
    request: { params: alertParams, body: body(schema) },
    responses: {
      200: json(Alert, 'the alert as it is now; the same command by the same person again changes nothing'),
      ...refusals,
      409: problem(
        'somebody else was first, or it is another episode: `conflict` says who, and what it is now',
      ),
    },
  });

export const alertRoutes = {
  listAlerts: route({
    method: 'get',
    path: '/api/v1/alerts',
    tags: ['alerts'],
    summary: 'the inbox',
    request: {
      query: z.object({
        tab: listOf(AlertTab, alertTabs.length).describe('default: firing'),
        pipeline: Name.optional(),
        mine: flag.optional().describe('assigned to, acknowledged or snoozed by whoever asks'),
        severity: listOf(Severity, severities.length),
        text: z.string().max(200).optional().describe('all of its words, in names and labels'),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
    },
    responses: { 200: json(AlertList, 'alerts, and how many there are by tab'), ...refusals },
  }),
  handOver: route({
    method: 'get',
    path: '/api/v1/hand-over',
    tags: ['alerts'],
    summary:
      'what the next shift must know: what is open and who has it, what came and went, what was written',
    request: { query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(HandOver, 'the shift'), ...refusals },
  }),
  findAlert: route({
    method: 'get',
    path: '/api/v1/alerts/{id}',
    tags: ['alerts'],
    summary: 'one alert with its history, and what changed before it',
    request: { params: alertParams },
    responses: { 200: json(AlertDetail, 'the alert'), ...refusals },
  }),
  acknowledgeAlert: command('/api/v1/alerts/{id}/acknowledge', 'say that one is on it', Acknowledge),
  unacknowledgeAlert: command(
    '/api/v1/alerts/{id}/unacknowledge',
    'take an acknowledgement or a snooze back',
    Unacknowledge,
  ),
  assignAlert: command('/api/v1/alerts/{id}/assign', 'give it to somebody', Assign),
  snoozeAlert: command('/api/v1/alerts/{id}/snooze', 'hide it until a time or until it worsens', Snooze),
  resolveAlert: command('/api/v1/alerts/{id}/resolve', 'end the episode by hand', ResolveByHand),
  noteAlert: command('/api/v1/alerts/{id}/note', 'write a note', WriteNote),
  feedbackAlert: command('/api/v1/alerts/{id}/feedback', 'say whether it was real or noise', GiveFeedback),
  commandAlerts: route({
    method: 'post',
    path: '/api/v1/alerts/commands',
    tags: ['alerts'],
    summary: 'one command on many alerts, each by itself',
    request: { body: body(BulkCommand) },
    responses: { 200: json(BulkAnswer, 'what came of each'), ...refusals },
  }),
};
