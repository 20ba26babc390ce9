import type { Pipeline } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useDriftNews } from '../health/use-drift-news.ts';
import { knownOnly } from '../url/use-row-scope.ts';
import { useView } from '../url/use-view.ts';

/** The drift maps of a pipeline's stages, as far as they are computed. */
export function useDriftMaps({ name, stages }: Pipeline, range: TimeRange): ReadonlyMap<string, DriftMap> {
  const scope = knownOnly(useView().view.known);
  const drifts = useDriftNews(stages.map((stage) => ({ pipeline: name, stage, range, scope })));
  return new Map(
    stages.flatMap((stage, index) => {
      const map = drifts[index]?.map;
      return map ? [[stage.name, map] as const] : [];
    }),
  );
}
