import { z } from 'zod';
import { Automation, AutomationRules } from '../automation.ts';
import { AutomationCommand } from '../automation-command.ts';
import { AutomationDetail } from '../automation-detail.ts';
import { Name } from '../prediction.ts';
import { json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const params = z.object({ pipeline: Name, stage: Name });

export const automationRoutes = {
  automation: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/automation',
    tags: ['automation'],
    summary: 'what may be done with an answer of this stage, for programs',
    request: { params, headers: z.object({ 'if-none-match': z.string().max(200).optional() }) },
    responses: {
      200: json(AutomationRules, 'its ETag is the generation'),
      304: { description: 'as it was' },
      ...refusals,
    },
  }),
  automationDetail: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/automation/detail',
    tags: ['automation'],
    summary: 'its history, what waits for people, and what stands in the way of a change',
    request: { params },
    responses: { 200: json(AutomationDetail, 'its ETag is the generation'), ...refusals },
  }),
  commandAutomation: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/automation/commands',
    tags: ['automation'],
    summary: 'lower it at once, or ask for more and let a second person agree',
    request: {
      params,
      headers: z.object({
        'if-match': z
          .string()
          .regex(/^"?\d{1,9}"?$/, 'the generation, such as "7"')
          .optional()
          .describe('the generation that was looked at; only set goes without'),
      }),
      body: { required: true, content: { 'application/json': { schema: AutomationCommand } } },
    },
    responses: {
      200: json(Automation, 'as it is now'),
      ...refusals,
      403: problem('your role, or that it takes another person'),
      409: problem('it is not what it was, or something is in the way'),
      428: problem('If-Match is missing'),
    },
  }),
};
