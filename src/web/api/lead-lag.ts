import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { SeriesChoice, SeriesView, TaskProgress } from '#workers/protocol.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters } from './row-scope.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

export type LeadLagSelection = {
  pipeline: string;
  range: TimeRange;
  /** As known at this instant. */
  known?: string | undefined;
  stepSeconds: number;
  view: SeriesView;
  /** Largest lag, in slots. */
  maxLag: number;
  series: readonly SeriesChoice[];
};

const leadLagPollMs = 12 * pollMs;

/** Which series come before which, and when each moved; what it is doing meanwhile is in {@link leadLagProgressQuery}. */
export function leadLagQuery(drift: DriftClient, selection: LeadLagSelection) {
  const { range, known, series, stepSeconds, view, maxLag } = selection;
  const isMoving = isLive(range) && known === undefined;
  return queryOptions({
    queryKey: ['lead-lag', selection],
    queryFn: ({ signal, client }) => {
      const { fromMs, toMs, from, to } = resolveRange(range, Date.now(), stepSeconds);
      const stages = [...Map.groupBy(series, ({ stage }) => stage)].map(([stage, own]) => ({
        stage,
        url: seriesUrl(
          selection.pipeline,
          { stage, from, to, step: stepSeconds, ...scopeParameters({ known }) },
          own,
        ),
      }));
      const report = (progress: TaskProgress): void => reportProgress(client, selection, progress);
      return drift.run(
        'leadLag',
        {
          url: stages.map(({ url }) => url).join(' '),
          stages,
          series: [...series],
          fromMs,
          toMs,
          stepMs: stepSeconds * 1000,
          view,
          maxLag,
        },
        { signal, onProgress: report },
      );
    },
    structuralSharing: false,
    refetchInterval: pollEvery(isMoving && leadLagPollMs),
    gcTime: 60_000,
    meta: { liveMs: isMoving && leadLagPollMs },
  });
}

export function leadLagProgressQuery(selection: LeadLagSelection) {
  return queryOptions<TaskProgress | null>({
    queryKey: ['lead-lag-progress', selection],
    queryFn: () => null,
    enabled: false,
    staleTime: Infinity,
    meta: { isLocal: true },
  });
}

function reportProgress(client: QueryClient, selection: LeadLagSelection, progress: TaskProgress): void {
  client.setQueryData(leadLagProgressQuery(selection).queryKey, progress);
}

function seriesUrl(
  pipeline: string,
  window: { stage: string; from: string; to: string; step: number },
  series: readonly SeriesChoice[],
): string {
  const metric = [...new Set(series.map((choice) => choice.metric))];
  return routeUrl(metricRoutes.series, { params: { pipeline }, query: { ...window, metric } });
}
