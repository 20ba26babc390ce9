import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline, StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { type MetricGroup, metricGroups } from '#contract/metric.ts';
import { eventsQuery, overviewQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { pollMs } from '../../api/polling.ts';
import { isLive, stepFor, type TimeRange } from '../../api/time-range.ts';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import type { Span } from '../../charts/samples.ts';
import type { Marker } from '../../charts/time-series.ts';
import { type DriftNews, type Finding, stageFindings } from '../../health/stage-health.ts';
import { useExpectation } from '../../health/use-expectation.ts';
import { plainLimits, type StageLimits } from '../../health/stage-limits.ts';
import { useStageLimits } from '../../health/use-stage-limits.ts';
import { useDriftNews } from '../../health/use-drift-news.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useOnScreen } from '../../ui/use-on-screen.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { automationPath, correlationPath, driftPath, metricsPath, qualityPath } from '../../url/links.ts';
import { formatNames } from '../../url/series-id.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import { EventSection } from './event-section.tsx';
import { MetricGroupBlock, type MetricGroupBlockProps } from './metric-group-block.tsx';
import { StageAnswer } from './stage-answer.tsx';
import styles from './stage-page.module.css';
import { type StageCompare, useCompare } from '../../health/use-compare.ts';
import { VersionFilter } from './version-filter.tsx';

const OpenRollouts = lazy(async () => ({
  default: (await import('../rollouts/open-rollouts.tsx')).OpenRollouts,
}));
const AddSegment = lazy(async () => ({ default: (await import('../../shell/add-segment.tsx')).AddSegment }));
const RepeatedOutputs = lazy(async () => ({
  default: (await import('./repeated-outputs.tsx')).RepeatedOutputs,
}));
const HeadlineFigures = lazy(async () => ({
  default: (await import('./headline-figures.tsx')).HeadlineFigures,
}));
const JudgedAnswer = lazy(async () => ({ default: (await import('./judged-answer.tsx')).JudgedAnswer }));
const QualityBlock = lazy(async () => ({ default: (await import('./quality-block.tsx')).QualityBlock }));

/** About as many slots as a small chart has room for points. */
const SLOTS = 90;
const MINUTE_MS = 60_000;

/** What one stage is doing: its software, what goes in and what comes out. */
export function StagePage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return <KnownStage pipeline={pipeline} stage={stage} />;
}

function KnownStage({ pipeline, stage }: { pipeline: Pipeline; stage: StageSummary }) {
  const range = useTimeRange(pipeline.name);
  const { view } = useView();
  const compare = useCompare(pipeline.name, stage.name, range);
  const { data: overview } = useQuery(overviewQuery(pipeline.name, range));
  const [drift] = useDriftNews([{ pipeline: pipeline.name, stage, range, scope: useRowScope() }]);
  const headline = overview?.stages.find((candidate) => candidate.stage === stage.name);
  const own = { name: pipeline.name, stages: [stage] };
  const limits = useStageLimits([{ pipeline: own, range }])[0]?.[0] ?? plainLimits(stage);
  return (
    <Page
      title={stage.title ?? stage.name}
      documentTitle={`${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          {stage.title !== undefined && <code title="name of the stage">{stage.name}</code>}
          <Link href={driftPath(pipeline.name, stage.name, view)}>Drift</Link>
          <Link href={qualityPath(pipeline.name, stage.name, view)}>Quality</Link>
          <Link href={automationPath(pipeline.name, stage.name, view)}>Automation</Link>
          <Link href={metricsPath(pipeline.name, stage.name, view)}>Refine metrics</Link>
        </nav>
      }
    >
      <Answer
        pipeline={pipeline}
        stage={stage}
        headline={headline}
        drift={drift?.news}
        limits={limits}
        range={range}
      />
      <Suspense>
        <OpenRollouts pipeline={pipeline.name} stage={stage.name} />
      </Suspense>
      <Suspense>
        <HeadlineFigures pipeline={pipeline.name} stage={stage.name} range={range} compare={compare} />
      </Suspense>
      <div className={styles.scope}>
        <VersionFilter versions={headline?.versions ?? []} />
        <Suspense>
          <AddSegment pipeline={pipeline.name} stage={stage.name} />
        </Suspense>
      </div>
      <Charts
        pipeline={pipeline}
        stage={stage}
        range={range}
        compare={compare}
        drift={drift?.news}
        limits={limits}
      />
    </Page>
  );
}

function Answer({
  pipeline,
  stage,
  headline,
  drift,
  limits,
  range,
}: {
  pipeline: Pipeline;
  stage: StageSummary;
  headline: StageHeadline | undefined;
  drift: DriftNews | undefined;
  limits: StageLimits;
  range: TimeRange;
}) {
  const nowMs = useNow(pollMs);
  const isExpecting = useExpectation()(pipeline) && isLive(range);
  const zone = useZone();
  const { view } = useView();
  const findings = stageFindings({ stage, headline, drift, isExpecting, limits }, { zone, nowMs });
  const answer = (judged: readonly Finding[]) => (
    <p className={styles.answer}>
      {(findings[0] ?? judged[0]) && <Glyph name={(findings[0] ?? judged[0])?.severity ?? 'warning'} />}
      <span>
        <StageAnswer
          pipeline={pipeline.name}
          stage={stage}
          headline={headline}
          findings={[...findings, ...judged]}
          latencyLimit={limits.latencyMs?.text}
        />{' '}
        <Link
          href={correlationPath(pipeline.name, view, {
            feature: drift?.drifting ? formatNames([stage.name, drift.metricId]) : undefined,
          })}
        >
          What moved first
        </Link>
      </span>
    </p>
  );
  return (
    <Suspense fallback={answer([])}>
      <JudgedAnswer pipeline={pipeline.name} stage={stage.name} range={range}>
        {answer}
      </JudgedAnswer>
    </Suspense>
  );
}

function Charts({
  pipeline,
  stage,
  range,
  compare,
  drift,
  limits,
}: {
  pipeline: Pipeline;
  stage: StageSummary;
  range: TimeRange;
  compare: StageCompare | undefined;
  drift: DriftNews | undefined;
  limits: StageLimits;
}) {
  const { view, setView } = useView();
  const zone = useZone();
  const stepSeconds = stepFor(range, useNow(MINUTE_MS), SLOTS);
  const { data: events } = useQuery(eventsQuery(pipeline.name, range));
  const markers = useMemo(() => markersOf(events ?? []), [events]);
  return (
    <CrosshairProvider
      zone={zone}
      pinnedAt={view.at === undefined ? undefined : Date.parse(view.at)}
      onPin={(time) => setView({ at: time === undefined ? undefined : formatBound(time) }, { replace: true })}
      onSpan={(span) => setView(rangeOfSpan(span))}
    >
      <EventSection pipeline={pipeline.name} stage={stage.name} events={events ?? []} range={range} />
      {metricGroups.map((group) => (
        <GroupSection
          key={group}
          group={group}
          pipeline={pipeline.name}
          stage={stage}
          range={range}
          stepSeconds={stepSeconds}
          compare={compare}
          drift={drift}
          limits={limits}
          markers={markers}
        />
      ))}
      <Suspense>
        <QualityBlock
          pipeline={pipeline.name}
          stage={stage.name}
          range={range}
          compare={compare}
          markers={markers}
        />
      </Suspense>
    </CrosshairProvider>
  );
}

function GroupSection(props: Omit<MetricGroupBlockProps, 'isOnScreen'>) {
  const { group, pipeline, stage, range } = props;
  const { view } = useView();
  const section = useRef<HTMLElement>(null);
  const isOnScreen = useOnScreen(section);
  return (
    <section ref={section} className={styles.block} aria-labelledby={`group-${group}`}>
      <div className={styles.head}>
        <h2 id={`group-${group}`} className={styles.group}>
          {group}
        </h2>
        <RefreshGroup pipeline={pipeline} stage={stage.name} group={group} />
      </div>
      <Boundary
        what={`The ${group} metrics`}
        resetKey={`${range.from} ${range.to} ${view.ver} ${view.known} ${view.seg.join()}`}
      >
        <MetricGroupBlock {...props} isOnScreen={isOnScreen} />
      </Boundary>
      {group === 'output' && (
        <Suspense>
          <RepeatedOutputs pipeline={pipeline} stage={stage.name} range={range} isOnScreen={isOnScreen} />
        </Suspense>
      )}
    </section>
  );
}

/** Asks at once for the metrics of one group. */
function RefreshGroup({ pipeline, stage, group }: { pipeline: string; stage: string; group: MetricGroup }) {
  const queryClient = useQueryClient();
  const refresh = () =>
    void queryClient.refetchQueries({
      queryKey: ['series', pipeline, stage],
      type: 'active',
      predicate: ({ queryKey }) => (queryKey[3] as { group?: MetricGroup }).group === group,
    });
  return (
    <button type="button" data-kind="plain" aria-label={`Refresh the ${group} metrics`} onClick={refresh}>
      Refresh
    </button>
  );
}

/** At least five minutes, around the middle of what was chosen. */
function rangeOfSpan({ from, to }: Span): TimeRange {
  const lack = Math.max(0, 5 * MINUTE_MS - (to - from)) / 2;
  const start = Math.floor((from - lack) / MINUTE_MS) * MINUTE_MS;
  return { from: formatBound(start), to: formatBound(Math.ceil((to + lack) / MINUTE_MS) * MINUTE_MS) };
}

/** Those of other stages too: what changed upstream may explain what is seen here. */
function markersOf(events: readonly PipelineEvent[]): Marker[] {
  return events
    .filter(({ kind }) => kind !== 'labelsArrived')
    .map(({ time, text }) => ({ time: Date.parse(time), label: text }));
}
