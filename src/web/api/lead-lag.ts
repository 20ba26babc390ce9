import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { SeriesChoice, SeriesView } from '#workers/tasks/series-tasks.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters } from './row-scope.ts';
import { reportTo } from './task-progress.ts';
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

/** Which series come before which, and when each moved; what it is doing meanwhile is in `taskProgressQuery`. */
export function leadLagQuery(drift: DriftClient, selection: LeadLagSelection) {
  const { range, known, series, stepSeconds, view, maxLag } = selection;
  const isMoving = isLive(range) && known === undefined;
  const queryKey: readonly unknown[] = ['lead-lag', selection];
  return queryOptions({
    queryKey,
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
        { signal, onProgress: reportTo(client, queryKey) },
      );
    },
    structuralSharing: false,
    refetchInterval: pollEvery(isMoving && leadLagPollMs),
    gcTime: 60_000,
    meta: { liveMs: isMoving && leadLagPollMs },
  });
}

function seriesUrl(
  pipeline: string,
  window: { stage: string; from: string; to: string; step: number },
  series: readonly SeriesChoice[],
): string {
  const metric = [...new Set(series.map((choice) => choice.metric))];
  return routeUrl(metricRoutes.series, { params: { pipeline }, query: { ...window, metric } });
}
