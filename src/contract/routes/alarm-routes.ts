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
  ruleTestOfAlert: route({
    method: 'get',
    path: '/api/v1/alerts/{id}/rule-test.yaml',
    tags: ['rules'],
    summary: 'a test of the rule from what it read around the latest firing of an alert',
    request: { params: z.object({ id: z.string().max(200) }) },
    responses: {
      200: {
        description: 'a RuleTestFile as YAML, which passes',
        content: { 'application/yaml': { schema: z.string() } },
      },
      ...refusals,
    },
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
