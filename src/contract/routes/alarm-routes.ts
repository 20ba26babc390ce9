import { z } from 'zod';
import { AlarmRecord, RuleEpisode } from '../alarm-record.ts';
import { items, json, refusals } from './answers.ts';
import { instant, pipelineParam } from './parameters.ts';
import { route } from './route.ts';

export const alarmRoutes = {
  alarmRecord: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/alarm-record',
    tags: ['rules'],
    summary: 'how many false alarms the rules of a pipeline raised, beside what was promised',
    request: { params: pipelineParam },
    responses: { 200: json(AlarmRecord, 'of the board and of each rule'), ...refusals },
  }),
  listRuleEpisodes: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/episodes',
    tags: ['rules'],
    summary: 'the alerts that fired in a pipeline, without those that say that a rule is blind',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: {
      200: json(items(RuleEpisode), 'episodes that touch the window, the latest first, 5,000 at most'),
      ...refusals,
    },
  }),
};
