import { callApi } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import { autoLimits, limitedMetrics, type AutoLimits } from '../health/auto-limits.ts';

export async function readAutoLimits(
  { pipeline, stage, stepSeconds }: { pipeline: string; stage: string; stepSeconds: number },
  signal: AbortSignal,
): Promise<AutoLimits> {
  const query = { stage, step: stepSeconds, metric: limitedMetrics };
  return autoLimits(await callApi(metricRoutes.bands, { params: { pipeline }, query }, { signal }));
}
