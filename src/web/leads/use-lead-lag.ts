import type { LeadLag } from '#workers/tasks/series-tasks.ts';
import { useDriftClient } from '../api/drift-client.tsx';
import { leadLagQuery, type LeadLagSelection } from '../api/lead-lag.ts';
import { type TaskRun, useTaskRun } from '../api/use-task-run.ts';

export function useLeadLag(selection: LeadLagSelection): TaskRun<LeadLag> {
  return useTaskRun(leadLagQuery(useDriftClient(), selection), selection.series.length > 0);
}
