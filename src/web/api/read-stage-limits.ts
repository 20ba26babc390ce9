import type { QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import { autoLimits, limitedMetrics } from '../health/auto-limits.ts';
import { ruleLimits, withRules } from '../health/rule-limits.ts';
import { plainLimits, type StageLimits } from '../health/stage-limits.ts';
import { rulesQuery } from './rules.ts';
import type { LimitSelection } from './stage-limits.ts';

const MINUTE_MS = 60_000;

/** What people set comes first, what the reference lends after it. */
export async function readStageLimits(
  client: QueryClient,
  { pipeline, stage, latencyTargetMs, stepSeconds }: LimitSelection,
  signal: AbortSignal,
): Promise<StageLimits> {
  const query = { stage, step: stepSeconds, metric: limitedMetrics };
  const [bands, rules] = await Promise.all([
    callApi(metricRoutes.bands, { params: { pipeline }, query }, { signal }),
    client.fetchQuery({ ...rulesQuery(pipeline), staleTime: MINUTE_MS }), // one request for all its stages
  ]);
  const plain = plainLimits({ latencyTargetMs });
  const auto = autoLimits(bands);
  const own = ruleLimits(rules, stage);
  const limits = {
    ...plain,
    latencyMs: plain.latencyMs ?? auto.latencyMs,
    nullShare: auto.nullShare,
    rules: own,
    reference: bands.reference.name,
  };
  return { ...limits, ...withRules(limits, own) };
}
