import { useQueries } from '@tanstack/react-query';
import type { Pipeline } from '#contract/pipeline.ts';
import { autoLimitsQuery } from '../api/auto-limits.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import type { AutoLimits } from './auto-limits.ts';
import { eagerPipelines } from './eager-pipelines.ts';
import { healthStep } from './health-step.ts';

/** By pipeline, then by stage. */
export type BorrowedLimits = Record<string, Record<string, AutoLimits | undefined>>;

/** The borrowed limits of all stages of these pipelines, as far as they are known; the same object while nothing changes. */
export function useAutoLimits(
  watched: readonly { pipeline: Pick<Pipeline, 'name' | 'stages'>; range: TimeRange }[],
): BorrowedLimits {
  const nowMs = useNow(60_000);
  const stages = watched.flatMap(({ pipeline, range }) =>
    pipeline.stages.map((stage) => ({
      pipeline: pipeline.name,
      stage: stage.name,
      rows: stage.rows,
      stepSeconds: healthStep(range, pipeline, nowMs),
    })),
  );
  const eager = eagerPipelines(stages);
  return useQueries({
    queries: stages.map(({ rows, ...selection }) => ({
      ...autoLimitsQuery(selection),
      enabled: eager.has(selection.pipeline) && rows > 0,
    })),
    combine: (results) => {
      const borrowed: BorrowedLimits = {};
      for (const [index, { pipeline, stage }] of stages.entries()) {
        (borrowed[pipeline] ??= {})[stage] = results[index]?.data;
      }
      return borrowed;
    },
  });
}
