import { routeUrl } from '#contract/client.ts';
import { histogramRoutes } from '#contract/routes/histogram-routes.ts';
import type { DriftSelection } from './drift.ts';
import { scopeParameters } from './row-scope.ts';
import { resolveRange } from './time-range.ts';

/** Where the counts behind a drift map come from, with the range as it is now. */
export function histogramsUrl({
  pipeline,
  stage,
  range,
  stepSeconds,
  reference,
  ...scope
}: DriftSelection): string {
  const { from, to } = resolveRange(range, Date.now(), stepSeconds);
  const query = { stage, from, to, step: stepSeconds, reference, ...scopeParameters(scope) };
  return routeUrl(histogramRoutes.histograms, { params: { pipeline }, query });
}
