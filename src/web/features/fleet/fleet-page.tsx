import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import type { FleetEntry } from '#contract/fleet.ts';
import type { OpenAlert, Pipeline } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { fleetQuery } from '../../api/fleet.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { pollMs } from '../../api/polling.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { fleetAnswer, type StageState } from '../../health/fleet-answer.ts';
import { stageFindings, type DriftNews } from '../../health/stage-health.ts';
import { useExpectation } from '../../health/use-expectation.ts';
import type { StageLimits } from '../../health/stage-limits.ts';
import { useStageLimits } from '../../health/use-stage-limits.ts';
import { useDriftNews } from '../../health/use-drift-news.ts';
import { useNow } from '../../shell/use-now.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { fleetDefaultRange, rangeOf } from '../../url/use-time-range.ts';
import { useZone } from '../../state/preferences.ts';
import { knownOnly } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import styles from './fleet-page.module.css';
import { PipelineList } from './pipeline-list.tsx';

export interface Watched {
  pipeline: Pipeline;
  range: TimeRange;
  overview: Pick<FleetEntry, 'stages'> | undefined;
  error: Error | null;
  stages: (StageState & {
    name: string;
    drift: DriftNews | undefined;
    map: DriftMap | undefined;
    limits: StageLimits | undefined;
    alerts: readonly OpenAlert[];
  })[];
}

const Activity = lazy(async () => ({ default: (await import('./activity.tsx')).Activity }));
const Attention = lazy(async () => ({ default: (await import('./attention.tsx')).Attention }));
const EmptyStore = lazy(async () => ({ default: (await import('./empty-store.tsx')).EmptyStore }));

/** All pipelines as flows, and before them what needs a person. */
export function FleetPage() {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  return (
    <Page title="Fleet" documentTitle="Fleet">
      {pipelines.length === 0 ? <EmptyStore /> : <Fleet pipelines={pipelines} />}
    </Page>
  );
}

function Fleet({ pipelines }: { pipelines: readonly Pipeline[] }) {
  const { view } = useView();
  const watched = useWatched(pipelines);
  const isPending = ({ overview, error }: Watched) => !overview && !error;
  const pending = watched.filter(isPending).reduce((sum, { pipeline }) => sum + pipeline.stages.length, 0);
  const known = watched.filter((entry) => !isPending(entry)).flatMap(({ stages }) => stages);
  return (
    <>
      <p className={styles.answer}>{fleetAnswer(known, pending)}</p>
      {known.some(({ findings }) => findings.length > 0) && (
        <Suspense>
          <Attention watched={watched} />
        </Suspense>
      )}
      <h2 className="visually-hidden">Pipelines</h2>
      <PipelineList watched={watched} />
      <section className={styles.activity} aria-labelledby="activity">
        <h2 id="activity">Activity</h2>
        <Boundary what="The activity" resetKey={`${view.from} ${view.to} ${view.known}`}>
          <Activity range={rangeOf(view, fleetDefaultRange)} known={view.known} />
        </Boundary>
      </section>
      <p className={styles.note}>
        Requests are those of the busiest stage in the range; latency, errors, null outputs and drift those of
        the worst.
      </p>
    </>
  );
}

function useWatched(pipelines: readonly Pipeline[]): Watched[] {
  const { view } = useView();
  const nowMs = useNow(pollMs); // hundreds of stages: what is abnormal is looked at anew at the pace of the polls
  const zone = useZone();
  const ranges = useMemo(
    () => pipelines.map(({ defaultRange }) => rangeOf(view, defaultRange)),
    [pipelines, view],
  );
  const chosen = useMemo(
    () => (view.from === undefined ? undefined : rangeOf(view, fleetDefaultRange)),
    [view],
  );
  const { data: figures, error } = useQuery(fleetQuery(chosen, view.known));
  const all = pipelines.flatMap(({ name, stages }, index) =>
    stages.map((stage) => ({
      pipeline: name,
      stage,
      range: ranges[index] ?? rangeOf(view, fleetDefaultRange),
      scope: knownOnly(view.known),
    })),
  );
  const isExpecting = useExpectation();
  const drifts = useDriftNews(all);
  const limits = useStageLimits(
    pipelines.map((pipeline, index) => ({
      pipeline,
      range: ranges[index] ?? rangeOf(view, fleetDefaultRange),
    })),
  );
  const left = [...drifts];
  return pipelines.map((pipeline, index) => {
    const overview = figures?.overviews.get(pipeline.name);
    return {
      pipeline,
      range: ranges[index] ?? rangeOf(view, fleetDefaultRange),
      overview,
      error,
      stages: pipeline.stages.map((stage, place) => {
        const headline = overview?.stages.find((candidate) => candidate.stage === stage.name);
        const drift = left.shift();
        const own = limits[index]?.[place];
        return {
          name: stage.name,
          drift: drift?.news,
          map: drift?.map,
          limits: own,
          alerts: headline?.alerts ?? [],
          findings: stageFindings(
            {
              stage,
              headline,
              drift: drift?.news,
              isExpecting: view.known === undefined && isExpecting(pipeline),
              limits: own,
            },
            { zone, nowMs },
          ),
          isDriftPending: drift?.isPending ?? false,
          isDriftSkipped: drift?.isSkipped ?? false,
          isReporting: (headline?.rows ?? 0) > 0,
        };
      }),
    };
  });
}
