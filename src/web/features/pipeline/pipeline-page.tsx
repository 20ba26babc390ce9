import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Overview, Pipeline } from '#contract/pipeline.ts';
import { eventsQuery, overviewQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { pollMs } from '../../api/polling.ts';
import { isLive, type TimeRange } from '../../api/time-range.ts';
import { formatCount } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { stageFindings } from '../../health/stage-health.ts';
import { useExpectation } from '../../health/use-expectation.ts';
import { plainLimits } from '../../health/stage-limits.ts';
import { useStageLimits } from '../../health/use-stage-limits.ts';
import { useDriftNews } from '../../health/use-drift-news.ts';
import { StoryLine } from '../../leads/story-line.tsx';
import { Boundary } from '../../shell/boundary.tsx';
import { EventList } from '../../shell/event-list.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { correlationPath, requestsPath, runsPath, sitesPath } from '../../url/links.ts';
import { knownOnly } from '../../url/use-row-scope.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { PipelineAnswer } from './pipeline-answer.tsx';
import { HealthStrip } from './health-strip.tsx';
import styles from './pipeline-page.module.css';
import { StageFlow } from './stage-flow.tsx';

/** Which stage, and where did it start? */
export function PipelinePage({ pipeline: name }: { pipeline: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  return pipeline ? <KnownPipeline pipeline={pipeline} /> : <NotFoundPage what={`pipeline called ${name}`} />;
}

function KnownPipeline({ pipeline }: { pipeline: Pipeline }) {
  const range = useTimeRange(pipeline.name);
  const { view } = useView();
  return (
    <Page
      title={pipeline.title ?? pipeline.name}
      documentTitle={pipeline.name}
      aside={
        <nav className={styles.sisters} aria-label="Views of this pipeline">
          {pipeline.title !== undefined && <code title="name of the pipeline">{pipeline.name}</code>}
          <Link href={correlationPath(pipeline.name, view)}>What moved first</Link>
          <Link href={requestsPath(pipeline.name, view)}>Requests</Link>
          {pipeline.kind === 'batch' && <Link href={runsPath(pipeline.name, view)}>Runs</Link>}
          <Link href={sitesPath(pipeline.name, view)}>Sites</Link>
        </nav>
      }
    >
      <Boundary what="The flow" resetKey={`${range.from} ${range.to} ${view.known}`}>
        <Flow pipeline={pipeline} range={range} />
      </Boundary>
      <section className={styles.section} aria-labelledby="events">
        <h2 id="events">Activity</h2>
        <Boundary what="The events" resetKey={`${range.from} ${range.to} ${view.known}`}>
          <Events pipeline={pipeline.name} range={range} known={view.known} />
        </Boundary>
      </section>
      {pipeline.description !== undefined && (
        <section className={styles.section} aria-labelledby="about">
          <h2 id="about">About</h2>
          <p>{pipeline.description}</p>
        </section>
      )}
    </Page>
  );
}

function Flow({ pipeline, range }: { pipeline: Pipeline; range: TimeRange }) {
  const nowMs = useNow(pollMs);
  const zone = useZone();
  const { known } = useView().view;
  const { data: overview } = useQuery({
    ...overviewQuery(pipeline.name, range, known),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const drifts = useDriftNews(
    pipeline.stages.map((stage) => ({ pipeline: pipeline.name, stage, range, scope: knownOnly(known) })),
  );
  const [allLimits = []] = useStageLimits([{ pipeline, range }]);
  const isExpecting = useExpectation()(pipeline) && isLive(range) && known === undefined;
  const stages = pipeline.stages.map((stage, index) => {
    const headline = overview?.stages.find((candidate) => candidate.stage === stage.name);
    const drift = drifts[index]?.news;
    const limits = allLimits[index] ?? plainLimits(stage);
    return {
      stage,
      headline,
      drift,
      limits,
      findings: stageFindings({ stage, headline, drift, isExpecting, limits }, { zone, nowMs }),
    };
  });
  const held = new Map(
    stages.map(({ stage, headline, limits }, index) => [
      stage.name,
      { limits, drift: drifts[index]?.map, alerts: headline?.alerts ?? [] },
    ]),
  );
  const named = stages.map(({ stage, findings }) => ({ name: stage.name, findings }));
  return (
    <>
      <p className={styles.answer}>
        <PipelineAnswer pipeline={pipeline.name} stages={named} isKnown={overview !== undefined} />
      </p>
      {named.some(({ findings }) => findings.length > 0) && (
        <StoryLine pipeline={pipeline} range={range} known={known} />
      )}
      <StageFlow pipeline={pipeline} overview={overview} stages={stages} />
      <section className={styles.section} aria-labelledby="strip">
        <h2 id="strip">Where trouble began</h2>
        <Boundary what="The intervals" resetKey={`${range.from} ${range.to} ${known}`}>
          <HealthStrip pipeline={pipeline} range={range} held={held} />
        </Boundary>
      </section>
      {overview && <Labels labels={overview.labels} nowMs={nowMs} />}
    </>
  );
}

function Labels({ labels, nowMs }: { labels: Overview['labels']; nowMs: number }) {
  return (
    <p className={styles.labels}>
      {labels.rows === 0
        ? 'No labels have arrived yet: without them nobody can say how right the answers were.'
        : `${formatCount(labels.rows)} labels have arrived${labels.lastSeen ? `, the last ${formatAgo(Date.parse(labels.lastSeen), nowMs)}` : ''}.`}
    </p>
  );
}

function Events({
  pipeline,
  range,
  known,
}: {
  pipeline: string;
  range: TimeRange;
  known: string | undefined;
}) {
  const { data: events } = useQuery({
    ...eventsQuery(pipeline, range, known),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return events ? (
    <EventList pipeline={pipeline} events={events} />
  ) : (
    <p role="status">Reading the events …</p>
  );
}
