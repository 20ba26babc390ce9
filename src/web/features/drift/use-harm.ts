import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { expectedHarmQuery } from '../../api/harm.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { harmOrder } from '../../url/view.ts';
import { harmBook, noHarmText, type HarmBook } from './harm-text.ts';
import { metricWindow } from './metric-window.ts';
import { rankMetrics } from './ranking.ts';

const MOST_METRICS = 40;

/** The expected harm of the metrics that drift most, where the board goes by it; `note` is why it does not yet, or cannot. */
export function useHarm(
  pipeline: string,
  stage: string,
  map: DriftMap,
): { book: HarmBook | undefined; note: string | undefined } {
  const { view } = useView();
  const { segments } = useRowScope();
  const drift = useDriftClient();
  const isWanted = view.sort === harmOrder;
  const windows = useMemo(
    () =>
      rankMetrics(map)
        .slice(0, MOST_METRICS)
        .map((metric) => ({ metric: metric.metric, ...metricWindow(map, metric) })),
    [map],
  );
  const { data, error } = useQuery({
    ...expectedHarmQuery(drift, {
      pipeline,
      stage,
      segments,
      countsUrl: map.counts.url,
      reference: { from: map.counts.reference.from, to: map.counts.reference.to },
      windows,
    }),
    enabled: isWanted && windows.length > 0,
    placeholderData: keepPreviousData,
  });
  const book = useMemo(() => (data?.status === 'ok' ? harmBook(data) : undefined), [data]);
  if (!isWanted) return { book: undefined, note: undefined };
  if (error) return { book, note: `The harm could not be worked out: ${reasonOf(error)}` };
  if (data?.status === 'unavailable') return { book: undefined, note: noHarmText(data) };
  return { book, note: data ? undefined : 'Ranked by score while the expected harm is worked out …' };
}
