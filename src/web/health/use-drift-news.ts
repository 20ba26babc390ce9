import { useQueries } from '@tanstack/react-query';
import type { StageSummary } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { driftCountsQuery, driftMapQuery } from '../api/drift.ts';
import { useDriftClient } from '../api/drift-client.tsx';
import { metricSettingsQuery } from '../api/metric-settings.ts';
import type { RowScope } from '../api/row-scope.ts';
import type { TimeRange } from '../api/time-range.ts';
import { createMetricBook } from '../format/metric-book.ts';
import { useNow } from '../shell/use-now.ts';
import { defaultView } from '../url/view.ts';
import { budgetOf } from './alarm-budget.ts';
import { defaultMethod } from './drift-methods.ts';
import { driftNews } from './drift-news.ts';
import { eagerPipelines } from './eager-pipelines.ts';
import { slotStep } from './slot-step.ts';
import type { DriftNews } from './stage-health.ts';

export type StageRange = {
  pipeline: string;
  stage: StageSummary;
  range: TimeRange;
  /** All rows when left out. */
  scope?: RowScope | undefined;
};

/** `isPending` until it is computed; `news` is undefined where there is nothing to compare. */
export type DriftState = {
  isPending: boolean;
  /** Not looked at: there are too many stages for a glance. */
  isSkipped: boolean;
  news: DriftNews | undefined;
  map: DriftMap | undefined;
};

/**
 * What drifts of each stage in its range, in the order given: the same queries as the drift page, so the same numbers.
 * Of many stages, only those of `eagerPipelines` are computed; of the others what is known already is told.
 */
export function useDriftNews(stages: readonly StageRange[]): DriftState[] {
  const eager = eagerPipelines(stages);
  const drift = useDriftClient();
  const nowMs = useNow(60_000);
  const counts = useQueries({
    queries: stages.map(({ pipeline, stage, range, scope }) => ({
      ...driftCountsQuery(drift, {
        ...scope,
        pipeline,
        stage: stage.name,
        range,
        stepSeconds: slotStep(range, stage, nowMs),
      }),
      enabled: eager.has(pipeline) && stage.rows > 0,
    })),
  });
  const known = counts.flatMap(({ data }) => data ?? []);
  const maps = useQueries({
    queries: known.map((data) => driftMapQuery(drift, data, defaultMethod, budgetOf(defaultView.budget))),
  });
  const pipelines = [...new Set(stages.map(({ pipeline }) => pipeline))];
  const settings = useQueries({ queries: pipelines.map((pipeline) => metricSettingsQuery(pipeline)) });
  return counts.map(({ data, isLoading }, index) => {
    const map = data && maps[known.indexOf(data)];
    const { pipeline = '', stage } = stages[index] ?? {};
    const own = settings[pipelines.indexOf(pipeline)]?.data ?? [];
    const news = map?.data && driftNews(map.data, createMetricBook(own, stage?.name ?? ''));
    const isSkipped = !eager.has(pipeline) && !data && (stage?.rows ?? 0) > 0;
    return { isPending: isLoading || map?.isLoading === true, isSkipped, news, map: map?.data };
  });
}
