import { queryOptions } from '@tanstack/react-query';
import type { StageLimits } from '../health/stage-limits.ts';
import { pollEvery, pollMs } from './polling.ts';

export interface LimitSelection {
  pipeline: string;
  stage: string;
  latencyTargetMs: number | undefined;
  stepSeconds: number;
}

/** What a stage is held to; what reads it is loaded after the first view. It is news when a rule changes. */
export function stageLimitsQuery(selection: LimitSelection) {
  const { pipeline, stage, latencyTargetMs, stepSeconds } = selection;
  return queryOptions({
    queryKey: ['rules', pipeline, 'limits', stage, latencyTargetMs, stepSeconds],
    queryFn: async ({ client, signal }): Promise<StageLimits> => {
      const { readStageLimits } = await import('./read-stage-limits.ts');
      return readStageLimits(client, selection, signal);
    },
    refetchInterval: pollEvery(60 * pollMs), // rules and references of others come seldom
  });
}
