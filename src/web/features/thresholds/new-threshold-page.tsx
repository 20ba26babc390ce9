import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { catalogueQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { rulesQuery } from '../../api/rules.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { Select } from '../../ui/select.tsx';
import { stagePath, thresholdsPath } from '../../url/links.ts';
import { formatNames, parseNames } from '../../url/series-id.ts';
import { useView } from '../../url/use-view.ts';
import { parseWatched, type Watched } from '../../url/watched.ts';
import { startCondition } from './condition/start-condition.ts';
import { startRule } from './condition/start-rule.ts';
import styles from './threshold-editor.module.css';
import { ThresholdEditor } from './threshold-editor.tsx';
import { suggestedName } from './watched-text.ts';

/** A rule that is yet to be made: on the metric that the link names, else on whatever is chosen. */
export function NewThresholdPage() {
  const { view, setView } = useView();
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const watched = parseWatched(view.sel);
  const [pipelineName = '', stageName] = parseNames(view.sel ?? '');
  const pipeline =
    pipelineName === '' ? pipelines.at(0) : pipelines.find(({ name }) => name === pipelineName);
  if (!pipeline && pipelineName === '') {
    return (
      <Page title="New threshold" documentTitle="New threshold">
        <p className={styles.answer}>
          Nothing is watched yet: a rule needs a pipeline that sends something.{' '}
          <Link href={thresholdsPath(view)}>All thresholds</Link>
        </p>
      </Page>
    );
  }
  const stage = pipeline?.stages.find(({ name }) => name === (stageName ?? pipeline.stages.at(0)?.name));
  if (!pipeline || !stage) {
    return <NotFoundPage what={`stage called ${stageName ?? ''} in ${pipelineName}`} />;
  }
  return (
    <Page
      title="New threshold"
      documentTitle={`New threshold, ${stage.name}`}
      aside={<Link href={stagePath(pipeline.name, stage.name, view)}>{stage.title ?? stage.name}</Link>}
    >
      {pipelines.length > 1 && (
        <div className={styles.fields}>
          <Select
            label="Pipeline"
            value={pipeline.name}
            options={pipelines.map(({ name, title }) => ({ value: name, label: title ?? name }))}
            onChange={(name) => setView({ sel: formatNames([name]) })}
          />
        </div>
      )}
      <Boundary what="The threshold" resetKey={view.sel ?? ''}>
        <New key={view.sel} pipeline={pipeline} stage={stage.name} watched={watched} />
      </Boundary>
    </Page>
  );
}

function New({
  pipeline,
  stage,
  watched,
}: {
  pipeline: Pipeline;
  stage: string;
  watched: Watched | undefined;
}) {
  const book = useMetricBook(pipeline.name, stage);
  const { data: catalogue } = useQuery(catalogueQuery(pipeline.name));
  const { data: rules } = useQuery(rulesQuery(pipeline.name));
  if (!catalogue || !rules) return <p className={styles.note}>Looking up the metrics …</p>;
  const metrics = catalogue.stages.find(({ name }) => name === stage)?.metrics ?? [];
  if (watched && !metrics.some(({ id }) => id === watched.metric)) {
    return <p>{`${stage} has no metric ${watched.metric}.`}</p>;
  }
  const isBatch = pipeline.kind === 'batch';
  const before = watched && conditionOf(watched);
  const condition = startCondition('metric', before, { metrics, rules, isBatch });
  const isLowerWorse = watched !== undefined && book.worse(watched.metric) === 'lower';
  const draft = startRule(condition, { stage, isBatch, ...(isLowerWorse && { direction: 'below' }) });
  return <ThresholdEditor pipeline={pipeline} initial={{ ...draft, name: suggestedName(draft, book) }} />;
}

function conditionOf({ metric, statistic, category }: Watched): RuleCondition {
  return {
    kind: 'metric',
    metrics: [metric],
    statistic,
    ...(category !== undefined && { category }),
    windowSeconds: 300,
  };
}
