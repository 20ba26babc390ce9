import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { alarmRoutes } from '#contract/routes/alarm-routes.ts';
import { ruleRoutes } from '#contract/routes/rule-routes.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { boardRule } from '#control/threshold/board-rule.ts';
import { pollEvery, pollMs } from './polling.ts';

/** How many false alarms the rules of a pipeline raised, beside what was promised; anew after every change of a rule. */
export function alarmRecordQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['rules', pipeline, 'record'],
    queryFn: ({ signal }) => callApi(alarmRoutes.alarmRecord, { params: { pipeline } }, { signal }),
    refetchInterval: pollEvery(12 * pollMs),
  });
}

/** What did fire in a window. */
export function ruleEpisodesQuery(pipeline: string, { fromMs, toMs }: { fromMs: number; toMs: number }) {
  return queryOptions({
    queryKey: ['rules', pipeline, 'episodes', fromMs, toMs],
    queryFn: async ({ signal }) => {
      const query = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
      return (await callApi(alarmRoutes.listRuleEpisodes, { params: { pipeline }, query }, { signal })).items;
    },
  });
}

/** What a board may raise, and the rule that keeps it. */
export type BoardAgreement = { board: Rule | undefined; perWeek: number };

/** Agrees on the false alarms of a board; its rule is made where there is none yet. */
export function boardBudgetMutation(pipeline: string, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rules', pipeline, 'board-budget'],
    mutationFn: ({ board, perWeek }: BoardAgreement) => {
      const reason = `at most ${perWeek} false alarms a week on this board`;
      if (!board) {
        const rule = { ...boardRule, budget: { perWeek } };
        return callApi(ruleRoutes.createRule, { params: { pipeline }, body: { rule, reason } });
      }
      const { id, pipeline: _pipeline, version, usual: _usual, ...definition } = board;
      const rule: RuleDefinition = { ...definition, budget: { perWeek } };
      return callApi(ruleRoutes.changeRule, {
        params: { pipeline, rule: id },
        body: { rule, fromVersion: version, reason },
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules', pipeline] }),
  });
}
