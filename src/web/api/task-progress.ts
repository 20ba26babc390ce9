import { queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';
import type { TaskProgress } from '#workers/protocol.ts';

/** What the worker is doing for the query of that key; null before it has said so. */
export function taskProgressQuery(task: QueryKey) {
  return queryOptions<TaskProgress | null>({
    queryKey: ['task-progress', task],
    queryFn: () => null,
    enabled: false,
    staleTime: Infinity,
    meta: { isLocal: true },
  });
}

/** Passes a worker's progress on to whoever shows it. */
export function reportTo(client: QueryClient, task: QueryKey): (progress: TaskProgress) => void {
  return (progress) => client.setQueryData(taskProgressQuery(task).queryKey, progress);
}
