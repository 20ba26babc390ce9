import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi, routeUrl } from '#contract/client.ts';
import { ruleRoutes } from '#contract/routes/rule-routes.ts';
import type { Rule, RuleChange, RuleCreation, RuleSwitch } from '#contract/rule.ts';
import { pollEvery, pollMs } from './polling.ts';

export function rulesQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['rules', pipeline],
    queryFn: async ({ signal }): Promise<Rule[]> =>
      (await callApi(ruleRoutes.listRules, { params: { pipeline } }, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs), // others change them seldom
  });
}

export function ruleVersionsQuery(pipeline: string, rule: string) {
  return queryOptions({
    queryKey: ['rules', pipeline, rule, 'versions'],
    queryFn: async ({ signal }) =>
      (await callApi(ruleRoutes.listRuleVersions, { params: { pipeline, rule } }, { signal })).items,
  });
}

/** The newest slot of a rule that was evaluated; none in a young rule. */
export function latestEvaluationQuery({ pipeline, id }: Rule) {
  return queryOptions({
    queryKey: ['rules', pipeline, id, 'latest-evaluation'],
    queryFn: async ({ signal }) => {
      const nowMs = Date.now();
      const query = {
        from: new Date(nowMs - LOOK_BACK_MS).toISOString(),
        to: new Date(nowMs + LOOK_AHEAD_MS).toISOString(),
        limit: 1,
      };
      const args = { params: { pipeline, rule: id }, query };
      const { items } = await callApi(ruleRoutes.listRuleEvaluations, args, { signal });
      return items[0] ?? null;
    },
    refetchInterval: pollEvery(6 * pollMs),
  });
}

const LOOK_BACK_MS = 3 * 86_400_000;
/** The clock of the database may be ahead of the browser's. */
const LOOK_AHEAD_MS = 2 * 3_600_000;

export function createRuleMutation(pipeline: string, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rules', pipeline, 'create'],
    mutationFn: (body: RuleCreation) => callApi(ruleRoutes.createRule, { params: { pipeline }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules', pipeline] }),
  });
}

export function changeRuleMutation({ pipeline, id }: Rule, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rules', pipeline, id, 'change'],
    mutationFn: (body: RuleChange) =>
      callApi(ruleRoutes.changeRule, { params: { pipeline, rule: id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules', pipeline] }),
  });
}

export type RuleSwitchName = 'pause' | 'resume' | 'delete';

export function switchRuleMutation({ pipeline, id }: Rule, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rules', pipeline, id, 'switch'],
    mutationFn: ({ to, ...body }: RuleSwitch & { to: RuleSwitchName }) => {
      const args = { params: { pipeline, rule: id }, body };
      switch (to) {
        case 'pause':
          return callApi(ruleRoutes.pauseRule, args);
        case 'resume':
          return callApi(ruleRoutes.resumeRule, args);
        case 'delete':
          return callApi(ruleRoutes.deleteRule, args);
      }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules', pipeline] }),
  });
}

export function importRulesMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rules', 'import'],
    mutationFn: async ({ pipeline, file }: { pipeline: string; file: File }) =>
      callApi(
        ruleRoutes.importRules,
        { params: { pipeline }, query: {} },
        { file: { content: await file.text(), type: 'application/yaml' } },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
}

/** The rules for a Prometheus, and what it does differently. */
export function prometheusRulesQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['rules', 'prometheus', pipeline],
    queryFn: ({ signal }) => callApi(ruleRoutes.prometheusRules, { params: { pipeline } }, { signal }),
  });
}

export function prometheusFileUrl(pipeline: string, file: 'rules.yml' | 'tests.yml'): string {
  return routeUrl(ruleRoutes.prometheusRuleFile, { params: { pipeline, file } });
}

export function rulesFileUrl(pipeline: string): string {
  return routeUrl(ruleRoutes.exportRules, { params: { pipeline } });
}
