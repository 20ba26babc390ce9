import { z } from 'zod';
import { EvaluatedSlot } from '../evaluation.ts';
import {
  Rule,
  RuleChange,
  RuleCreation,
  RuleDefinition,
  RuleImportResult,
  RuleSwitch,
  RuleVersion,
} from '../rule.ts';
import { PrometheusRules } from '../prometheus-rules.ts';
import { items, json, problem, refusals } from './answers.ts';
import { instant, pipelineParam } from './parameters.ts';
import { route } from './route.ts';

const ruleParams = pipelineParam.extend({ rule: z.string().max(100) });
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const changed = problem('it was changed meanwhile; the answer says by whom');

export const ruleRoutes = {
  listRules: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rules',
    tags: ['rules'],
    summary: 'the rules of a pipeline in force, by name',
    request: { params: pipelineParam },
    responses: { 200: json(items(Rule), 'rules'), ...refusals },
  }),
  createRule: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules',
    tags: ['rules'],
    summary: 'make a rule',
    request: { params: pipelineParam, body: body(RuleCreation) },
    responses: { 200: json(Rule, 'version 1'), ...refusals, 409: problem('the name is taken') },
  }),
  findRule: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}',
    tags: ['rules'],
    summary: 'one rule',
    request: { params: ruleParams },
    responses: { 200: json(Rule, 'the version in force'), ...refusals },
  }),
  changeRule: route({
    method: 'put',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}',
    tags: ['rules'],
    summary: 'make the next version of a rule; alerts that no longer match it end',
    request: { params: ruleParams, body: body(RuleChange) },
    responses: { 200: json(Rule, 'the new version'), ...refusals, 409: changed },
  }),
  pauseRule: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}/pause',
    tags: ['rules'],
    summary: 'stop the evaluation of a rule; its open alerts end',
    request: { params: ruleParams, body: body(RuleSwitch) },
    responses: { 200: json(Rule, 'the new version'), ...refusals, 409: changed },
  }),
  resumeRule: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}/resume',
    tags: ['rules'],
    summary: 'evaluate a paused rule again, from now on',
    request: { params: ruleParams, body: body(RuleSwitch) },
    responses: { 200: json(Rule, 'the new version'), ...refusals, 409: changed },
  }),
  deleteRule: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}/delete',
    tags: ['rules'],
    summary: 'take a rule out of force; its versions and its alerts’ history stay, its open alerts end',
    request: { params: ruleParams, body: body(RuleSwitch) },
    responses: { 200: json(Rule, 'the version that was in force'), ...refusals, 409: changed },
  }),
  listRuleVersions: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}/versions',
    tags: ['rules'],
    summary: 'all versions, newest first; of a deleted rule, too',
    request: { params: ruleParams },
    responses: { 200: json(items(RuleVersion), 'versions'), ...refusals },
  }),
  listRuleEvaluations: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rules/{rule}/evaluations',
    tags: ['rules'],
    summary: 'the slots that were evaluated in the last three days, newest first',
    request: {
      params: ruleParams,
      query: z.object({
        from: instant,
        to: instant,
        limit: z.coerce.number().int().min(1).max(5_000).default(500),
      }),
    },
    responses: { 200: json(items(EvaluatedSlot), 'slots'), ...refusals },
  }),
  previewRule: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules/preview',
    tags: ['rules'],
    summary: 'what a rule would have read in past slots; nothing is stored',
    request: {
      params: pipelineParam,
      body: body(z.strictObject({ rule: RuleDefinition, from: instant, to: instant })),
    },
    responses: { 200: json(items(EvaluatedSlot), 'slots, oldest first, 3,000 at most'), ...refusals },
  }),
  exportRules: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rules.yaml',
    tags: ['rules'],
    summary: 'the rules in force as a YAML file',
    request: { params: pipelineParam },
    responses: {
      200: {
        description: 'a RuleFile as YAML',
        content: { 'application/yaml': { schema: z.string() } },
      },
      ...refusals,
    },
  }),
  prometheusRules: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/prometheus-rules',
    tags: ['rules'],
    summary:
      'the rules in force for a Prometheus that scrapes /metrics, tests of them, and what it does differently',
    request: { params: pipelineParam },
    responses: { 200: json(PrometheusRules, 'files as texts'), ...refusals },
  }),
  prometheusRuleFile: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/prometheus-rules/{file}',
    tags: ['rules'],
    summary: 'one of these files: rules.yml or tests.yml',
    request: { params: pipelineParam.extend({ file: z.enum(['rules.yml', 'tests.yml']) }) },
    responses: {
      200: {
        description: 'for promtool check rules, or promtool test rules',
        content: { 'application/yaml': { schema: z.string() } },
      },
      ...refusals,
    },
  }),
  importRules: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/rules.yaml',
    tags: ['rules'],
    summary: 'make the rules of a file, and new versions of those that it changes; all of them or none',
    request: {
      params: pipelineParam,
      query: z.object({ reason: z.string().trim().max(2_000).default('import') }),
      body: {
        required: true,
        description: 'a RuleFile as YAML or JSON',
        content: { 'application/yaml': { schema: z.string() } },
      },
    },
    responses: { 200: json(RuleImportResult, 'what was done'), ...refusals },
  }),
};
