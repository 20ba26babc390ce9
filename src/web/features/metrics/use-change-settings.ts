import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { metricSettingsQuery, putMetricSettingsMutation } from '../../api/metric-settings.ts';
import { showToast } from '../../ui/toasts.ts';

export type SettingPatch = Partial<Omit<MetricSetting, 'stage' | 'metric'>>;
export type ChangeSettings = (metrics: readonly string[], patch: SettingPatch, said: string) => void;

/** Changes settings of metrics at once, says so, and offers to take it back. */
export function useChangeSettings(
  pipeline: string,
  stage: string,
): { settings: readonly MetricSetting[]; change: ChangeSettings; error: Error | null } {
  const client = useQueryClient();
  const { data: all = [] } = useQuery(metricSettingsQuery(pipeline));
  const put = useMutation(putMetricSettingsMutation(pipeline, client));
  const settings = all.filter((setting) => setting.stage === stage);
  return {
    settings,
    error: put.error,
    change(metrics, patch, said) {
      const before = metrics.map((metric) => settingOf(settings, stage, metric));
      put.mutate(
        before.map((setting) => ({ ...setting, ...patch })),
        { onSuccess: () => showToast(said, () => put.mutate(before)) },
      );
    },
  };
}

export function settingOf(settings: readonly MetricSetting[], stage: string, metric: string): MetricSetting {
  return settings.find((setting) => setting.metric === metric) ?? { stage, metric, attention: 'usual' };
}
