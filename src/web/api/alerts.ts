import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { AlertCommand, BulkAnswer } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import { alertTabs, type AlertTab, type Severity } from '#contract/alert-words.ts';
import { alertRoutes } from '#contract/routes/alert-routes.ts';
import { ruleRoutes } from '#contract/routes/rule-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

export type AlertFilter = {
  tab: AlertTab;
  severity?: Severity | undefined;
  isMine?: boolean | undefined;
  q?: string | undefined;
  /** Rows at most; the counts are of all. */
  limit?: number;
};

/** So many rows come at a time. */
export const alertsPageSize = 200;
/** So many are listed at most: what is further down is found by the filters. */
export const mostAlerts = 1_000;

/** The inbox. It goes on being asked in a hidden tab, less often: the title of the tab tells how many wait. */
export function alertsQuery({ tab, severity, isMine, q, limit = alertsPageSize }: AlertFilter) {
  return queryOptions({
    queryKey: ['alerts', 'list', { tab, severity, isMine, q, limit }],
    queryFn: ({ signal }) =>
      callApi(
        alertRoutes.listAlerts,
        {
          query: {
            tab: [tab],
            severity: severity && [severity],
            mine: isMine ? 'true' : undefined,
            text: q || undefined,
            limit,
          },
        },
        { signal },
      ),
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

/** All alerts of a pipeline, whatever has become of them. */
export function pipelineAlertsQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['alerts', 'pipeline', pipeline],
    queryFn: async ({ signal }) =>
      (await callApi(alertRoutes.listAlerts, { query: { tab: [...alertTabs], pipeline } }, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

/** What the next shift must know of the one in a window. */
export function handOverQuery({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const window = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  return queryOptions({
    queryKey: ['alerts', 'hand-over', window],
    queryFn: ({ signal }) => callApi(alertRoutes.handOver, { query: window }, { signal }),
    staleTime: 0,
  });
}

/** One alert with its history, and what changed shortly before it. */
export function alertQuery(id: string) {
  return queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => callApi(alertRoutes.findAlert, { params: { id } }, { signal }),
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

/** Slots of a chart at most; the server keeps what rules read for three days. */
const mostSlots = 2_000;

/** What the rule of an alert read in a window, as it was read then; oldest first. */
export function alertReadingsQuery(
  { pipeline, rule }: Pick<Alert, 'pipeline' | 'rule'>,
  window: { from: string; to: string },
) {
  return queryOptions({
    queryKey: ['alerts', 'readings', pipeline, rule.id, window],
    queryFn: async ({ signal }) => {
      const place = { pipeline, rule: rule.id };
      const [found, { items }] = await Promise.all([
        callApi(ruleRoutes.findRule, { params: place }, { signal }),
        callApi(
          ruleRoutes.listRuleEvaluations,
          { params: place, query: { ...window, limit: mostSlots } },
          { signal },
        ),
      ]);
      return { rule: found, slots: items.toReversed() };
    },
    placeholderData: keepPreviousData,
  });
}

export function commandAlerts(
  command: AlertCommand,
  targets: readonly Pick<Alert, 'id' | 'episode'>[],
): Promise<BulkAnswer> {
  return callApi(alertRoutes.commandAlerts, {
    body: { command, targets: targets.map(({ id, episode }) => ({ id, episode })) },
  });
}
