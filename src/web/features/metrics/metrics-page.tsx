import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Metric } from '#contract/metric.ts';
import type { Pipeline, StageSummary } from '#contract/pipeline.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { catalogueQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { createMetricBook, type MetricBook } from '../../format/metric-book.ts';
import { reasonOf, Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { driftPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { MetricTable } from './metric-table.tsx';
import styles from './metrics-page.module.css';
import { Proposals } from './proposals.tsx';
import { useChangeSettings } from './use-change-settings.ts';

/** Which metrics of a stage tell something: pin them, mute the rest, give them names and units. */
export function MetricsPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`Metrics of ${stage.title ?? stage.name}`}
      documentTitle={`Metrics of ${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          <Link href={stagePath(pipeline.name, stage.name, view)}>Charts</Link>
          <Link href={driftPath(pipeline.name, stage.name, view)}>Drift</Link>
        </nav>
      }
    >
      <Boundary what="The metrics" resetKey={`${name} ${stageName}`}>
        <Metrics pipeline={pipeline} stage={stage} />
      </Boundary>
    </Page>
  );
}

function Metrics({ pipeline, stage }: { pipeline: Pipeline; stage: StageSummary }) {
  const { data: catalogue } = useQuery({
    ...catalogueQuery(pipeline.name),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const { settings, change, error } = useChangeSettings(pipeline.name, stage.name);
  const obstacle = useObstacle('putMetricSettings');
  const metrics = catalogue?.stages.find(({ name }) => name === stage.name)?.metrics;
  if (!metrics) return <p className={styles.loading}>Looking up the metrics …</p>;
  const book = createMetricBook(settings, stage.name);
  return (
    <>
      <p className={styles.answer}>{metricsAnswer(metrics, book)}</p>
      {error && (
        <p role="alert" className={styles.error}>
          Not saved, and shown as before: {reasonOf(error)}
        </p>
      )}
      {obstacle !== undefined && <p>{obstacle}</p>}
      <fieldset disabled={obstacle !== undefined} aria-label="Proposals">
        <Proposals pipeline={pipeline} stage={stage} metrics={metrics} book={book} change={change} />
      </fieldset>
      <MetricTable
        stage={stage.name}
        metrics={metrics}
        settings={settings}
        change={change}
        isDisabled={obstacle !== undefined}
      />
    </>
  );
}

function metricsAnswer(metrics: readonly Metric[], book: MetricBook): string {
  const count = (kind: string) => metrics.filter(({ id }) => book.attention(id) === kind).length;
  const noun = metrics.length === 1 ? 'metric' : 'metrics';
  return `${metrics.length} ${noun}: ${count('pinned')} pinned, which stand first; ${count('muted')} muted, which are folded away and call nobody.`;
}
