import { useQueryClient, type QueryCache } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { onEachSecond } from '../state/each-second.ts';

/**
 * How old the live data on the page are: those of the query that is least behind. `fixed`: nothing on the page
 * moves with the clock; `loading`: no data yet; `live` up to 2 poll intervals, `stale` over 5, `late` between.
 */
export type DataAge =
  | { condition: 'fixed' | 'loading' }
  | { condition: 'live' | 'late' | 'stale'; updatedMs: number; ageMs: number };

/** For the frame; counts once a second. */
export function useDataAge(): DataAge {
  const cache = useQueryClient().getQueryCache();
  const [age, setAge] = useState<DataAge>(() => dataAgeOf(cache, Date.now()));
  useEffect(() => {
    const update = (): void => setAge(dataAgeOf(cache, Date.now()));
    update();
    return onEachSecond(update);
  }, [cache]);
  return age;
}

/** Only the condition, for what need not be rendered with every second. */
export function useDataCondition(): DataAge['condition'] {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(onEachSecond, () => dataAgeOf(cache, Date.now()).condition);
}

/** When the newest data of what is on the page were read from the server; undefined where nothing was. */
export function dataReadMs(cache: Pick<QueryCache, 'getAll'>): number | undefined {
  const read = cache
    .getAll()
    .filter((query) => query.isActive() && typeof query.meta?.['liveMs'] !== 'undefined')
    .map(({ state }) => state.dataUpdatedAt);
  return read.length > 0 ? Math.max(...read) : undefined;
}

/** Queries that move with the clock say how often they poll: `meta.liveMs`. */
export function dataAgeOf(cache: Pick<QueryCache, 'getAll'>, nowMs: number): DataAge {
  const ages = cache
    .getAll()
    .filter((query) => query.isActive())
    .flatMap(({ meta, state }) => {
      const intervalMs = meta?.['liveMs'];
      if (typeof intervalMs !== 'number') return [];
      const updatedMs = state.dataUpdatedAt;
      return [
        { updatedMs, ageMs: Math.max(0, nowMs - updatedMs), intervals: (nowMs - updatedMs) / intervalMs },
      ];
    });
  if (ages.length === 0) return { condition: 'fixed' };
  const { updatedMs, ageMs, intervals } = ages.reduce((best, age) =>
    age.intervals < best.intervals ? age : best,
  );
  if (updatedMs === 0) return { condition: 'loading' };
  return { condition: intervals <= 2 ? 'live' : intervals <= 5 ? 'late' : 'stale', updatedMs, ageMs };
}
