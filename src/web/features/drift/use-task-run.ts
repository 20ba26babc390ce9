import { keepPreviousData, useQuery, useQueryClient, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskProgress } from '#workers/protocol.ts';
import { taskProgressQuery } from '../../api/task-progress.ts';

export type TaskRun<T> = {
  data: T | undefined;
  error: Error | null;
  isRunning: boolean;
  progress: TaskProgress | undefined;
  cancel: () => void;
  runAgain: () => void;
};

/** A long task of the worker: it starts by itself, can be cancelled and run again. A new run keeps the last result meanwhile. */
export function useTaskRun<T>(query: UseQueryOptions<T> & { queryKey: readonly unknown[] }): TaskRun<T> {
  const client = useQueryClient();
  const [isCancelled, setCancelled] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    ...query,
    enabled: !isCancelled,
    placeholderData: keepPreviousData,
  });
  const { data: progress } = useQuery(taskProgressQuery(query.queryKey));
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
