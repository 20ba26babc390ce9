import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import { catalogueQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { Select } from '../../ui/select.tsx';
import { stagePath, thresholdsPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatWatched, isOfCategory, parseWatched, statisticsOf, type Watched } from '../../url/watched.ts';
import { newDraft, statisticLabel } from './rule-draft.ts';
import styles from './threshold-editor.module.css';
import { ThresholdEditor } from './threshold-editor.tsx';

/** A rule that is yet to be made, of the metric that the link names. */
export function NewThresholdPage() {
  const { view } = useView();
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const watched = parseWatched(view.sel);
  if (!watched) {
    return (
      <Page title="New threshold" documentTitle="New threshold">
        <p className={styles.answer}>
          A threshold is set on a chart: open a stage and choose “Set a threshold” there.{' '}
          <Link href={thresholdsPath(view)}>All thresholds</Link>
        </p>
      </Page>
    );
  }
  const pipeline = pipelines.find(({ name }) => name === watched.pipeline);
  const stage = pipeline?.stages.find(({ name }) => name === watched.stage);
  if (!pipeline || !stage)
    return <NotFoundPage what={`stage called ${watched.stage} in ${watched.pipeline}`} />;
  return (
    <Page
      title="New threshold"
      documentTitle={`New threshold, ${stage.name}`}
      aside={<Link href={stagePath(pipeline.name, stage.name, view)}>{stage.title ?? stage.name}</Link>}
    >
      <Boundary what="The threshold" resetKey={view.sel ?? ''}>
        <New watched={watched} pipeline={pipeline} />
      </Boundary>
    </Page>
  );
}

function New({ watched, pipeline }: { watched: Watched; pipeline: Pipeline }) {
  const { view, setView } = useView();
  const book = useMetricBook(watched.pipeline, watched.stage);
  const stage = pipeline.stages.find(({ name }) => name === watched.stage);
  const { data: catalogue } = useQuery(catalogueQuery(watched.pipeline));
  const metrics = catalogue?.stages.find(({ name }) => name === watched.stage)?.metrics;
  const metric = metrics?.find(({ id }) => id === watched.metric);
  if (!metrics) return <p className={styles.note}>Looking up the metrics …</p>;
  if (!metric) return <p>{`${watched.stage} has no metric ${watched.metric}.`}</p>;
  const choices = statisticsOf(metric.kind).flatMap((statistic): Watched[] => {
    const { category: _category, ...rest } = watched;
    if (!isOfCategory(statistic)) return [{ ...rest, statistic }];
    return metric.categories.slice(0, 6).map((category) => ({ ...rest, statistic, category }));
  });
  const name = `${statisticLabel(watched.statistic, watched.category)} of ${book.label(watched.metric)}, ${watched.stage}`;
  return (
    <>
      <div className={styles.fields}>
        <Select
          label="Watch"
          value={view.sel ?? ''}
          options={choices.map((choice) => ({
            value: formatWatched(choice),
            label: `${statisticLabel(choice.statistic, choice.category)} of ${book.label(choice.metric)}`,
          }))}
          onChange={(sel) => setView({ sel })}
        />
      </div>
      <ThresholdEditor
        key={`${view.sel} ${book.worse(watched.metric)}`}
        pipeline={watched.pipeline}
        stage={stage}
        initial={newDraft(watched, {
          name: name.slice(0, 200),
          isBatch: pipeline.kind === 'batch',
          threshold: 0,
          direction: book.worse(watched.metric) === 'lower' ? 'below' : 'above',
        })}
      />
    </>
  );
}
