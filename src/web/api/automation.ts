import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AutomationSetting } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { callApi, routeUrl } from '#contract/client.ts';
import { automationRoutes } from '#contract/routes/automation-routes.ts';
import { labelRoutes } from '#contract/routes/label-routes.ts';
import { formatSegment } from '#contract/segment.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { pollEvery, pollMs } from './polling.ts';

export type StagePlace = { pipeline: string; stage: string };

/** The server reads 30 days of labels for it. */
const detailPollMs = 12 * pollMs;
const LABELLED_ROWS = 20_000;
const ALL_ROWS = 20_000;

export function automationQuery(place: StagePlace) {
  return queryOptions({
    queryKey: ['automation', place],
    queryFn: ({ signal }) => callApi(automationRoutes.automationDetail, { params: place }, { signal }),
    refetchInterval: pollEvery(detailPollMs),
    meta: { liveMs: detailPollMs },
  });
}

/** What a threshold would have done in that time; a worker fetches the rows once and keeps them. */
export function automationReportQuery(
  drift: DriftClient,
  {
    version,
    window,
    scoreIs,
    tau,
    ...place
  }: StagePlace & {
    version: string;
    window: AutomationDetail['rehearsed'];
    scoreIs: AutomationSetting['scoreIs'];
    tau: number;
  },
) {
  const urlOf = (rows: 'labelled' | 'all', limit: number, seg?: string[]) =>
    routeUrl(labelRoutes.labelledRows, {
      params: { pipeline: place.pipeline },
      query: { stage: place.stage, ...window, version, rows, limit, ...(seg && { seg }) },
    });
  const audited = formatSegment({ metric: 'input.route.audit', value: 'true' });
  return queryOptions({
    queryKey: ['automation-report', place, version, window, scoreIs, tau],
    queryFn: ({ signal }) =>
      drift.run(
        'automation',
        {
          labelledUrl: urlOf('labelled', LABELLED_ROWS),
          auditedUrl: urlOf('labelled', LABELLED_ROWS, [audited]),
          allUrl: urlOf('all', ALL_ROWS),
          scoreIs,
          tau,
        },
        { signal },
      ),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A command on the automation as it was seen; what lowers goes whatever it looks like. */
export function useAutomationCommand(place: StagePlace, generation: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: AutomationCommand) =>
      callApi(
        automationRoutes.commandAutomation,
        { params: place, body: command },
        { headers: { 'if-match': `"${generation}"` } },
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['automation', place] }),
  });
}
