import { queryOptions } from '@tanstack/react-query';
import type { DriftClient } from '#workers/drift-client.ts';
import type { BoardBudget, DriftMethod, LoadedCounts, MetricWindow } from '#workers/tasks/drift-map-tasks.ts';
import { pollEvery, pollMs } from './polling.ts';
import type { RowScope } from './row-scope.ts';
import { isLive, type TimeRange } from './time-range.ts';

/** What is compared with what. Without a reference the server takes the stage's newest. */
export type DriftSelection = RowScope & {
  pipeline: string;
  stage: string;
  range: TimeRange;
  stepSeconds: number;
  reference?: string | undefined;
};

/** Which counts a worker holds: their address, and when they were taken. */
export type CountsId = Pick<LoadedCounts, 'url' | 'asOf'>;

const countsPollMs = 6 * pollMs;

/** Has a worker load the counts behind a drift map, and says what is in them; the counts stay there. */
export function driftCountsQuery(drift: DriftClient, selection: DriftSelection) {
  const { range } = selection;
  const isMoving = isLive(range) && selection.known === undefined;
  return queryOptions({
    queryKey: ['drift-counts', selection],
    queryFn: async ({ signal }) => {
      const { histogramsUrl } = await import('./histograms-url.ts');
      return drift.run('loadCounts', { url: histogramsUrl(selection) }, { signal });
    },
    structuralSharing: false,
    refetchInterval: pollEvery(isMoving && countsPollMs),
    meta: { liveMs: isMoving && countsPollMs },
  });
}

/** Scores of all metrics and slots; another method or budget is computed from the counts that the worker keeps. */
export function driftMapQuery(
  drift: DriftClient,
  { url, asOf }: CountsId,
  method: DriftMethod,
  budget: BoardBudget,
) {
  return queryOptions({
    queryKey: ['drift-map', url, asOf, method, budget],
    queryFn: ({ signal }) => drift.run('driftMap', { url, method, budget }, { signal }),
    structuralSharing: false,
    staleTime: Infinity,
    refetchInterval: pollEvery(false),
    gcTime: 60_000,
    meta: { isLocal: true },
  });
}

/** The counts of one metric in the slots of a window, their score, and what chance reaches there with the probability `level`. */
export function metricBinsQuery(
  drift: DriftClient,
  { asOf }: CountsId,
  window: MetricWindow & { level: number },
) {
  return queryOptions({
    queryKey: ['metric-bins', asOf, window],
    queryFn: ({ signal }) => drift.run('metricBins', window, { signal }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 60_000,
    meta: { isLocal: true },
  });
}

/** The window that the counts at this address are of. */
export function countsWindow({ url }: Pick<CountsId, 'url'>): { fromMs: number; toMs: number } {
  const { searchParams } = new URL(url);
  const bound = (name: string): number => Date.parse(searchParams.get(name) ?? '');
  return { fromMs: bound('from'), toMs: bound('to') };
}
