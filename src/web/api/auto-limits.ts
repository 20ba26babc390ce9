import { queryOptions } from '@tanstack/react-query';
import type { AutoLimits } from '../health/auto-limits.ts';
import { pollEvery, pollMs } from './polling.ts';

/** The limits that a stage borrows from its reference; what reads them is loaded after the first view. */
export function autoLimitsQuery(selection: { pipeline: string; stage: string; stepSeconds: number }) {
  const { pipeline, stage, stepSeconds } = selection;
  return queryOptions({
    queryKey: ['auto-limits', pipeline, stage, stepSeconds],
    queryFn: async ({ signal }): Promise<AutoLimits> => {
      const { readAutoLimits } = await import('./read-auto-limits.ts');
      return readAutoLimits(selection, signal);
    },
    refetchInterval: pollEvery(60 * pollMs), // a named reference stands still, but there may be a newer one
  });
}
