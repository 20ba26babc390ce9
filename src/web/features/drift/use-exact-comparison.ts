import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExactComparison, TaskProgress } from '#workers/protocol.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { exactComparisonQuery, exactProgressQuery, type ExactSelection } from '../../api/drift.ts';

export type ExactRun = {
  data: ExactComparison | undefined;
  error: Error | null;
  isRunning: boolean;
  progress: TaskProgress | undefined;
  cancel: () => void;
  runAgain: () => void;
};

/** Starts the comparison by itself; it can be cancelled and run again. A new look keeps the last result meanwhile. */
export function useExactComparison(selection: ExactSelection): ExactRun {
  const client = useQueryClient();
  const query = exactComparisonQuery(useDriftClient(), selection);
  const [isCancelled, setCancelled] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    ...query,
    enabled: !isCancelled,
    placeholderData: keepPreviousData,
  });
  const { data: progress } = useQuery(exactProgressQuery(selection));
  return {
    data,
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
