import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import { alertQuery, pipelineAlertsQuery } from '../../api/alerts.ts';
import { catalogueQuery } from '../../api/pipelines.ts';
import { resolveRange, type TimeRange } from '../../api/time-range.ts';
import { withDriftMoves } from '../../leads/drift-moves.ts';
import { earlyMovers, type EarlyMover, type PastAlert } from '../../leads/early-movers.ts';
import { longestLag, seriesStep } from '../../leads/series-step.ts';
import { tellingSeries } from '../../leads/telling-series.ts';
import { useDriftMaps } from '../../leads/use-drift-maps.ts';
import { useLeadLag } from '../../leads/use-lead-lag.ts';
import { useNow } from '../../shell/use-now.ts';

/** Alerts whose earlier episodes are looked up. */
const MOST_ALERTS = 30;
const MINUTE_S = 60;

/** Which metrics of a stage moved before the alerts that began in the range; undefined until that is known. */
export function useEarlyMovers(
  pipeline: Pipeline,
  stage: string,
  range: TimeRange,
): { movers: EarlyMover[]; episodes: number } | undefined {
  const nowMs = useNow(60_000);
  const { data: listed } = useQuery(pipelineAlertsQuery(pipeline.name));
  const details = useQueries({
    queries: (listed ?? []).slice(0, MOST_ALERTS).map(({ id }) => alertQuery(id)),
  });
  const { data: catalogue } = useQuery(catalogueQuery(pipeline.name));
  const series = useMemo(
    () => (catalogue ? tellingSeries(catalogue, { group: undefined, q: '' }).series : []),
    [catalogue],
  );
  const stepSeconds = seriesStep(range, pipeline.stages, nowMs);
  const { data: leads } = useLeadLag({
    pipeline: pipeline.name,
    range,
    stepSeconds,
    view: 'raw',
    maxLag: longestLag(stepSeconds),
    series,
  });
  const maps = useDriftMaps(pipeline, range);
  if (!listed || !leads || details.some(({ isPending }) => isPending)) return undefined;
  const { fromMs, toMs } = resolveRange(range, nowMs, MINUTE_S);
  const past = details
    .flatMap(({ data }) => {
      const { alert, episodes = [] } = data ?? {};
      if (alert?.stage === undefined || alert.kind === 'blind') return [];
      const { stage: place, rule } = alert;
      return episodes.map(({ from }): PastAlert => ({
        name: rule.name,
        stage: place,
        firedMs: Date.parse(from),
      }));
    })
    .filter(({ firedMs }) => firedMs >= fromMs && firedMs < toMs);
  const movers = earlyMovers(withDriftMoves(leads, maps), past, { stage, pipeline });
  return { movers, episodes: past.length };
}
