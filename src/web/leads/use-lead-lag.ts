import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LeadLag, TaskProgress } from '#workers/protocol.ts';
import { useDriftClient } from '../api/drift-client.tsx';
import { leadLagProgressQuery, leadLagQuery, type LeadLagSelection } from '../api/lead-lag.ts';

export type LeadLagRun = {
  data: LeadLag | undefined;
  /** The data are of the selection before. */
  isPlaceholder: boolean;
  error: Error | null;
  isRunning: boolean;
  progress: TaskProgress | undefined;
  cancel: () => void;
  runAgain: () => void;
};

/** Starts by itself; it can be cancelled and run again. Another selection keeps the last result meanwhile. */
export function useLeadLag(selection: LeadLagSelection): LeadLagRun {
  const client = useQueryClient();
  const query = leadLagQuery(useDriftClient(), selection);
  const [isCancelled, setCancelled] = useState(false);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...query,
    enabled: !isCancelled && selection.series.length > 0,
    placeholderData: keepPreviousData,
  });
  const { data: progress } = useQuery(leadLagProgressQuery(selection));
  return {
    data,
    isPlaceholder: isPlaceholderData,
    error,
    isRunning: isFetching,
    progress: progress ?? undefined,
    cancel: () => {
      setCancelled(true);
      void client.cancelQueries({ queryKey: query.queryKey });
    },
    runAgain: () => {
      setCancelled(false);
      void refetch();
    },
  };
}
