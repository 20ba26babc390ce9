import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import { metricSettingsQuery } from '../api/metric-settings.ts';
import { catalogueQuery, eventsQuery } from '../api/pipelines.ts';
import type { TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import { useZone } from '../state/preferences.ts';
import { releasesOf } from './releases.ts';
import { longestLag, seriesStep } from './series-step.ts';
import { toldOnce, withDriftMoves } from './drift-moves.ts';
import { movesStory } from './story.ts';
import { tellingSeries } from './telling-series.ts';
import { useDriftMaps } from './use-drift-maps.ts';
import { useLeadLag } from './use-lead-lag.ts';

/** What moved first in a pipeline, in one sentence; undefined until it is known, and where nothing moved. */
export function useStory(
  pipeline: Pipeline,
  range: TimeRange,
  known: string | undefined,
): string | undefined {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { data: catalogue } = useQuery(catalogueQuery(pipeline.name));
  const { data: settings = [] } = useQuery(metricSettingsQuery(pipeline.name));
  const { data: events = [] } = useQuery({ ...eventsQuery(pipeline.name, range, known), select: releasesOf });
  const series = useMemo(
    () => (catalogue ? tellingSeries(catalogue, { group: undefined, q: '' }).series : []),
    [catalogue],
  );
  const stepSeconds = seriesStep(range, pipeline.stages, nowMs);
  const maxLag = longestLag(stepSeconds);
  const { data } = useLeadLag({
    pipeline: pipeline.name,
    range,
    known,
    stepSeconds,
    view: 'raw',
    maxLag,
    series,
  });
  const maps = useDriftMaps(pipeline, range);
  if (!data) return undefined;
  const moves = toldOnce(withDriftMoves(data, maps));
  if (moves.moves.length === 0) return undefined;
  return movesStory(moves, pipeline, events, { focus: undefined, settings, zone, nowMs });
}
