import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';

export type ExampleSelection = RowScope & {
  pipeline: string;
  stage: string;
  metrics: readonly string[];
  fromMs: number;
  toMs: number;
  order: 'latest' | 'sample';
};

/** Single rows of a window, without what is sensitive. */
export function examplesQuery({ pipeline, stage, metrics, fromMs, toMs, order, ...scope }: ExampleSelection) {
  const query = {
    stage,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    metric: [...metrics],
    order,
    ...scopeParameters(scope),
  };
  return queryOptions({
    queryKey: ['examples', pipeline, query],
    queryFn: ({ signal }) => callApi(rowRoutes.examples, { params: { pipeline }, query }, { signal }),
    staleTime: 60_000,
  });
}
