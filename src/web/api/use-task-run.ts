import { keepPreviousData, useQuery, useQueryClient, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskProgress } from '#workers/protocol.ts';
import { taskProgressQuery } from './task-progress.ts';

export type TaskRun<T> = {
  data: T | undefined;
  /** The data are of the query before. */
  isPlaceholder: boolean;
  error: Error | null;
  isRunning: boolean;
  progress: TaskProgress | undefined;
  cancel: () => void;
  runAgain: () => void;
};

/**
 * A long task of the worker: it starts by itself where it is enabled, can be cancelled and run again. Another one, or a new
 * run, keeps the last result meanwhile.
 */
export function useTaskRun<T>(
  query: UseQueryOptions<T> & { queryKey: readonly unknown[] },
  isEnabled = true,
): TaskRun<T> {
  const client = useQueryClient();
  const [isCancelled, setCancelled] = useState(false);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...query,
    enabled: !isCancelled && isEnabled,
    placeholderData: keepPreviousData,
  });
  const { data: progress } = useQuery(taskProgressQuery(query.queryKey));
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
