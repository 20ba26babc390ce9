import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { Bands } from '#contract/bands.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';

/** The bounds at which a numeric metric is cut into ranges, ascending, by metric. */
export type RangeCuts = Record<string, readonly number[]>;

/** No slots are looked at, so they may be as long as they like. */
const stepSeconds = 86_400;
const digits = 3;

/** Where the quarters of a reference's values meet. The same for every view of a stage, so that ranges keep their names. */
export function rangeCutsQuery(selection: {
  pipeline: string;
  stage: string;
  reference: string | undefined;
  /** All when left out. */
  metrics?: readonly string[] | undefined;
}) {
  const { pipeline, stage, reference, metrics } = selection;
  return queryOptions({
    queryKey: ['range-cuts', pipeline, stage, reference, metrics],
    queryFn: async ({ signal }): Promise<RangeCuts> => {
      const query = { stage, step: stepSeconds, reference, metric: metrics && [...metrics] };
      return rangeCuts(await callApi(metricRoutes.bands, { params: { pipeline }, query }, { signal }));
    },
    staleTime: 10 * 60_000,
  });
}

/** Rounded, so that they can be read and told; a metric whose quarters share their bounds has fewer. */
export function rangeCuts({ metrics }: Pick<Bands, 'metrics'>): RangeCuts {
  return Object.fromEntries(
    metrics.flatMap(({ metric, kind, p25, p50, p75 }) => {
      const cuts = [...new Set([p25, p50, p75].map((value) => Number(value.toPrecision(digits))))];
      return kind === 'numeric' ? [[metric, cuts.sort((a, b) => a - b)]] : [];
    }),
  );
}
