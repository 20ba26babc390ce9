import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { Fleet, FleetEntry } from '#contract/fleet.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { resolveRange, type TimeRange } from './time-range.ts';

export type FleetFigures = { cursor: string; overviews: ReadonlyMap<string, FleetEntry> };

const stepSeconds = 60;
/** A cursor longer than an address may be is left out: then all comes. */
const longestCursor = 8_000;

/** The overviews of all pipelines in one answer, each in its own range where none is chosen; later only those that changed. */
export function fleetQuery(range: TimeRange | undefined, known: string | undefined) {
  const queryKey = ['fleet', range, known] as const;
  const isMoving = known === undefined;
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<FleetFigures> => {
      const before = client.getQueryData<FleetFigures>(queryKey);
      const window = range && resolveRange(range, Date.now(), stepSeconds);
      const query = {
        from: window?.from,
        to: window?.to,
        knownAt: known === undefined ? undefined : new Date(known).toISOString(),
        since: before && before.cursor.length <= longestCursor ? before.cursor : undefined,
      };
      return merged(before, await callApi(pipelineRoutes.fleet, { query }, { signal }));
    },
    structuralSharing: false,
    refetchInterval: pollEvery(isMoving && pollMs),
    meta: { liveMs: isMoving && pollMs },
  });
}

/** What did not change stays the very same object, so that it is not drawn again. */
function merged(before: FleetFigures | undefined, { cursor, pipelines, changed }: Fleet): FleetFigures {
  const news = new Map(changed.map((entry) => [entry.pipeline, entry]));
  const overviews = new Map<string, FleetEntry>();
  for (const name of pipelines) {
    const entry = news.get(name) ?? before?.overviews.get(name);
    if (entry) overviews.set(name, entry);
  }
  return { cursor, overviews };
}
