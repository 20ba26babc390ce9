import { useQueries } from '@tanstack/react-query';
import type { Pipeline } from '#contract/pipeline.ts';
import { stageLimitsQuery } from '../api/stage-limits.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import { eagerPipelines } from './eager-pipelines.ts';
import { healthStep } from './health-step.ts';
import { plainLimits, type StageLimits } from './stage-limits.ts';

/** The limits of all stages of these pipelines, in their order, as far as they are known; the same object while nothing changes. */
export function useStageLimits(
  watched: readonly { pipeline: Pick<Pipeline, 'name' | 'stages'>; range: TimeRange }[],
): StageLimits[][] {
  const nowMs = useNow(60_000);
  const stages = watched.flatMap(({ pipeline, range }) =>
    pipeline.stages.map((stage) => ({
      pipeline: pipeline.name,
      stage: stage.name,
      latencyTargetMs: stage.latencyTargetMs,
      rows: stage.rows,
      stepSeconds: healthStep(range, pipeline, nowMs),
    })),
  );
  const eager = eagerPipelines(stages);
  return useQueries({
    queries: stages.map(({ rows, ...selection }) => ({
      ...stageLimitsQuery(selection),
      enabled: eager.has(selection.pipeline) && rows > 0,
    })),
    combine: (results) => {
      const left = [...results];
      return watched.map(({ pipeline }) =>
        pipeline.stages.map((stage) => left.shift()?.data ?? plainLimits(stage)),
      );
    },
  });
}
