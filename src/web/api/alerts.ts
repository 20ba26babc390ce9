import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { AlertCommand, BulkAnswer } from '#contract/alert-command.ts';
import type { Alert, AlertTab, Severity } from '#contract/alert.ts';
import { alertRoutes } from '#contract/routes/alert-routes.ts';
import { ruleRoutes } from '#contract/routes/rule-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

export type AlertFilter = {
  tab: AlertTab;
  severity?: Severity | undefined;
  isMine?: boolean | undefined;
  q?: string | undefined;
};

/** The inbox. It goes on being asked in a hidden tab, less often: the title of the tab tells how many wait. */
export function alertsQuery({ tab, severity, isMine, q }: AlertFilter) {
  return queryOptions({
    queryKey: ['alerts', 'list', { tab, severity, isMine, q }],
    queryFn: ({ signal }) =>
      callApi(
        alertRoutes.listAlerts,
        {
          query: {
            tab: [tab],
            severity: severity && [severity],
            mine: isMine ? 'true' : undefined,
            text: q || undefined,
          },
        },
        { signal },
      ),
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
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

/** What the rule of an alert read in a window, as it is now. */
export function alertReadingsQuery(
  { pipeline, rule }: Pick<Alert, 'pipeline' | 'rule'>,
  window: { from: string; to: string },
) {
  return queryOptions({
    queryKey: ['alerts', 'readings', pipeline, rule.id, rule.version, window],
    queryFn: async ({ signal }) => {
      const found = await callApi(ruleRoutes.findRule, { params: { pipeline, rule: rule.id } }, { signal });
      const { id: _, pipeline: __, version: ___, ...definition } = found;
      const { items } = await callApi(
        ruleRoutes.previewRule,
        { params: { pipeline }, body: { rule: definition, ...window } },
        { signal },
      );
      return { rule: found, slots: items };
    },
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
