import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import type { Reference } from '#contract/reference.ts';
import { routes } from '#contract/routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import {
  type BoardBudget,
  type DriftMethod,
  type ExactComparison,
  type ExactComparisonInput,
  type LoadedCounts,
  type MetricWindow,
  mostExactRows,
} from '#workers/protocol.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { reportTo } from './task-progress.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

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

/** One metric in one window, against its reference window. */
export type ExactSelection = RowScope & {
  pipeline: string;
  stage: string;
  metric: string;
  reference: Pick<Reference, 'id' | 'from' | 'to' | 'source'>;
  /** `asOf` where rows still come in: a later look is another comparison. */
  current: { fromMs: number; toMs: number; asOf?: string | undefined };
};

/** What the drift map knows of the same windows: how many values they hold, and where its counts are. */
export type CountedWindows = { sizes: ExactComparisonInput['sizes']; countsUrl: string };

const countsPollMs = 6 * pollMs;
const hour = 3600_000;

/** Has a worker load the counts behind a drift map, and says what is in them; the counts stay there. */
export function driftCountsQuery(drift: DriftClient, selection: DriftSelection) {
  const { range } = selection;
  const isMoving = isLive(range) && selection.known === undefined;
  return queryOptions({
    queryKey: ['drift-counts', selection],
    queryFn: ({ signal }) => drift.run('loadCounts', { url: histogramsUrl(selection) }, { signal }),
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

/** The counts of one metric in the slots of a window, and their score. */
export function metricBinsQuery(drift: DriftClient, { asOf }: CountsId, window: MetricWindow) {
  return queryOptions({
    queryKey: ['metric-bins', asOf, window],
    queryFn: ({ signal }) => drift.run('metricBins', window, { signal }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 60_000,
    meta: { isLocal: true },
  });
}

/** Two-sample tests on the rows themselves. */
export function exactComparisonQuery(drift: DriftClient, selection: ExactSelection, counted: CountedWindows) {
  return queryOptions<ExactComparison>({
    queryKey: ['exact-comparison', selection],
    queryFn: ({ signal, client, queryKey }) =>
      drift.run('exactComparison', exactInput(selection, counted), {
        signal,
        onProgress: reportTo(client, queryKey),
        priority: 'background', // the map and its counts go first
      }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: hour / 12,
  });
}

/** The window that the counts at this address are of. */
export function countsWindow({ url }: Pick<CountsId, 'url'>): { fromMs: number; toMs: number } {
  const { searchParams } = new URL(url);
  const bound = (name: string): number => Date.parse(searchParams.get(name) ?? '');
  return { fromMs: bound('from'), toMs: bound('to') };
}

function histogramsUrl({ pipeline, stage, range, stepSeconds, reference, ...scope }: DriftSelection): string {
  const { from, to } = resolveRange(range, Date.now(), stepSeconds);
  const query = { stage, from, to, step: stepSeconds, reference, ...scopeParameters(scope) };
  return routeUrl(routes.histograms, { params: { pipeline }, query });
}

/** The reference holds all versions as they are known now; segments are compared with themselves. */
function exactInput(
  { pipeline, stage, metric, reference, current, ...scope }: ExactSelection,
  { sizes, countsUrl }: CountedWindows,
): ExactComparisonInput {
  const from = new Date(current.fromMs).toISOString();
  const to = new Date(current.toMs).toISOString();
  const url = (query: object): string =>
    routeUrl(routes.rows, {
      params: { pipeline },
      query: { stage, metric, limit: mostExactRows, ...query },
    });
  return {
    sizes,
    counts: { url: countsUrl, metric, fromMs: current.fromMs, toMs: current.toMs },
    referenceUrl: url({
      from: reference.from,
      to: reference.to,
      ...(reference.source === 'upload' && { role: 'reference', version: reference.id }),
      ...scopeParameters({ segments: scope.segments }),
    }),
    currentUrl: url({ from, to, ...scopeParameters(scope) }),
  };
}
