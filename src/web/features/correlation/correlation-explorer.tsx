import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import { groupOf, metricGroups } from '#contract/metric.ts';
import type { LeadLag, SeriesView } from '#workers/tasks/series-tasks.ts';
import { metricSettingsQuery } from '../../api/metric-settings.ts';
import { catalogueQuery, eventsQuery } from '../../api/pipelines.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { metricLabel } from '../../format/metric-label.ts';
import { formatCount, formatDuration } from '../../format/number.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { parseNames } from '../../url/series-id.ts';
import { useView } from '../../url/use-view.ts';
import { defaultView, type View } from '../../url/view.ts';
import { BeforeSymptom } from './before-symptom.tsx';
import styles from './correlation-page.module.css';
import { LeadLagStatus } from './lead-lag-status.tsx';
import { Matrices } from './matrices.tsx';
import { MovesTable } from './moves-table.tsx';
import { type Moves, type MovingSeries, toldOnce, withDriftMoves } from '../../leads/drift-moves.ts';
import { releasesOf } from '../../leads/releases.ts';
import { longestLag, seriesStep } from '../../leads/series-step.ts';
import { movesStory } from '../../leads/story.ts';
import { tellingSeries } from '../../leads/telling-series.ts';
import { useDriftMaps } from '../../leads/use-drift-maps.ts';
import { useLeadLag } from '../../leads/use-lead-lag.ts';

const views: readonly { value: SeriesView; label: string }[] = [
  { value: 'raw', label: 'raw' },
  { value: 'detrended', label: 'detrended' },
  { value: 'withoutDailyPattern', label: 'without daily pattern' },
];
const ALL = 'telling';

export function CorrelationExplorer({ pipeline, range }: { pipeline: Pipeline; range: TimeRange }) {
  const { view, setView } = useView();
  const { data: catalogue } = useSuspenseQuery(catalogueQuery(pipeline.name));
  const { series, candidates } = useMemo(
    () => tellingSeries(catalogue, { group: view.group, q: view.q }),
    [catalogue, view.group, view.q],
  );
  const stepSeconds = seriesStep(range, pipeline.stages, useNow(60_000));
  const seen = views.find(({ value }) => value === view.view)?.value ?? 'raw';
  const maxLag = longestLag(stepSeconds);
  const run = useLeadLag({ pipeline: pipeline.name, range, stepSeconds, view: seen, maxLag, series });
  const maps = useDriftMaps(pipeline, range);
  const moves = run.data && matching(withDriftMoves(run.data, maps), view);
  return (
    <>
      {moves && <Answer moves={moves} pipeline={pipeline} range={range} />}
      <div className={styles.toolbar} role="group" aria-label="What is correlated">
        <Segmented
          label="How the series are seen"
          options={views}
          value={seen}
          onChange={(value) => setView({ view: value === 'raw' ? defaultView.view : value })}
        />
        <Select
          label="Metrics"
          value={view.group ?? ALL}
          options={[
            { value: ALL, label: 'the telling ones' },
            ...metricGroups.map((group) => ({ value: group, label: group })),
          ]}
          onChange={(value) => setView({ group: value === ALL ? undefined : value })}
        />
        <label className={styles.search}>
          Find
          <input
            type="search"
            value={view.q}
            placeholder="stage or metric"
            maxLength={200}
            onChange={(event) => setView({ q: event.target.value }, { replace: true })}
          />
        </label>
        <span className={styles.note}>
          {formatCount(series.length)} of {formatCount(candidates)} series, intervals of{' '}
          {formatDuration(stepSeconds * 1000)}
        </span>
      </div>
      {series.length === 0 ? (
        <p className={styles.note}>
          {view.q || view.group
            ? 'No series is left: clear the filter.'
            : 'Nothing is recorded yet; series appear with the first records.'}
        </p>
      ) : (
        <LeadLagStatus run={run} />
      )}
      {run.data && moves && (
        <Results
          leads={run.data}
          moves={moves}
          pipeline={pipeline}
          range={range}
          isBusy={run.isPlaceholder}
        />
      )}
    </>
  );
}

function Answer({ moves, pipeline, range }: { moves: Moves; pipeline: Pipeline; range: TimeRange }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const focus = useSymptom(moves);
  const { data: settings = [] } = useQuery(metricSettingsQuery(pipeline.name));
  const { data: events = [] } = useQuery({ ...eventsQuery(pipeline.name, range), select: releasesOf });
  const { view } = useView();
  const isStill = view.feature !== undefined && !focus;
  return (
    <p className={styles.answer}>
      {isStill &&
        `${parseNames(view.feature ?? '')
          .toReversed()
          .join(' of ')} has no change in this range that its noise would not explain. `}
      {movesStory(focus ? moves : toldOnce(moves), pipeline, events, { focus, settings, zone, nowMs })}
    </p>
  );
}

function Results({
  leads,
  moves,
  pipeline,
  range,
  isBusy,
}: {
  leads: LeadLag;
  moves: Moves;
  pipeline: Pipeline;
  range: TimeRange;
  isBusy: boolean;
}) {
  const symptom = useSymptom(moves);
  const { data: events = [] } = useQuery({ ...eventsQuery(pipeline.name, range), select: releasesOf });
  return (
    <div className={styles.columns} aria-busy={isBusy}>
      <section className={styles.section} aria-labelledby="moves">
        <h2 id="moves">What moved first</h2>
        <MovesTable leads={moves} events={events} pipeline={pipeline.name} symptom={symptom} />
      </section>
      {symptom && (
        <section className={styles.section} aria-labelledby="before">
          <BeforeSymptom leads={moves} symptom={symptom} pipeline={pipeline} events={events} />
        </section>
      )}
      <section className={`${styles.section} ${styles.wide}`} aria-labelledby="leads">
        <h2 id="leads">What comes before what</h2>
        <Matrices leads={leads} pipeline={pipeline} events={events} />
      </section>
    </div>
  );
}

/** The scores of metrics that the filter leaves out stay out, too. */
function matching({ series, moves, stepMs }: Moves, { group, q }: Pick<View, 'group' | 'q'>): Moves {
  const wanted = q.trim().toLowerCase();
  const isWanted = ({ stage, metric }: MovingSeries) =>
    (group === undefined || groupOf(metric) === group) &&
    `${stage} ${metric} ${metricLabel(metric)}`.toLowerCase().includes(wanted);
  return {
    series,
    stepMs,
    moves: moves.filter((move) => {
      const own = series[move.series];
      return own !== undefined && (own.statistic !== 'drift' || isWanted(own));
    }),
  };
}

/** The change that the URL asks about: the largest of that series. */
function useSymptom({ series, moves }: Moves) {
  const { view } = useView();
  if (view.feature === undefined) return undefined;
  const [stage, metric] = parseNames(view.feature);
  return moves
    .filter((move) => series[move.series]?.stage === stage && series[move.series]?.metric === metric)
    .sort((a, b) => b.size - a.size)[0];
}
