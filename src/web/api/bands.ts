import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { MetricGroup } from '#contract/metric.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';

/** What was usual of a stage in the window of a reference; without an id, of the one its drift is held against. */
export function bandsQuery(selection: {
  pipeline: string;
  stage: string;
  group: MetricGroup;
  stepSeconds: number;
  reference: string | undefined;
  segments: RowScope['segments'];
}) {
  const { pipeline, stage, group, stepSeconds, reference, segments } = selection;
  const { seg } = scopeParameters({ segments });
  const query = { stage, group, step: stepSeconds, reference, seg };
  return queryOptions({
    queryKey: ['bands', pipeline, stage, selection],
    queryFn: ({ signal }) => callApi(metricRoutes.bands, { params: { pipeline }, query }, { signal }),
    refetchInterval: pollEvery(60 * pollMs), // a named reference stands still, but there may be a newer one
  });
}
