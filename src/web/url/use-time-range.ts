import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pipelinesQuery } from '../api/pipelines.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useView } from './use-view.ts';
import type { View } from './view.ts';

export const fleetDefaultRange: TimeRange = { from: '-6h', to: 'now' };

/** The range to show of a pipeline: the chosen one, else the one that shows most of it. */
export function useTimeRange(pipeline?: string): TimeRange {
  const { view } = useView();
  const { data } = useSuspenseQuery({
    ...pipelinesQuery(),
    select: (pipelines) => pipelines.find(({ name }) => name === pipeline)?.defaultRange ?? fleetDefaultRange,
  });
  return useMemo(() => rangeOf(view, data), [view, data]);
}

export function rangeOf({ from, to }: Pick<View, 'from' | 'to'>, defaultRange: TimeRange): TimeRange {
  return from === undefined ? defaultRange : { from, to };
}
