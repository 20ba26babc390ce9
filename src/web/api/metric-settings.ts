import { mutationOptions, queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { callApi } from '#contract/client.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { metricSettingRoutes } from '#contract/routes/metric-setting-routes.ts';
import { createMetricBook, type MetricBook } from '../format/metric-book.ts';
import { pollEvery, pollMs } from './polling.ts';

/** What the team has made of the metrics of a pipeline. */
export function metricSettingsQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['metric-settings', pipeline],
    queryFn: async ({ signal }) =>
      (await callApi(metricSettingRoutes.listMetricSettings, { params: { pipeline } }, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

export function putMetricSettingsMutation(pipeline: string, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['metric-settings', pipeline, 'put'],
    mutationFn: async (items: MetricSetting[]) =>
      (await callApi(metricSettingRoutes.putMetricSettings, { params: { pipeline }, body: { items } })).items,
    onSuccess: (items) => client.setQueryData(metricSettingsQuery(pipeline).queryKey, items),
  });
}

const noSettings: MetricSetting[] = [];

/** Names, units and attention of a stage's metrics; the guesses until the team's word is known. */
export function useMetricBook(pipeline: string, stage: string): MetricBook {
  const { data = noSettings } = useQuery(metricSettingsQuery(pipeline));
  return useMemo(() => createMetricBook(data, stage), [data, stage]);
}
