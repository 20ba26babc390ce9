import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { qualityPath, referencesPath, stagePath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { DriftExplorer } from './drift-explorer.tsx';
import styles from './drift-page.module.css';

/** What changed in the data of a stage. */
export function DriftPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  const range = useTimeRange(name);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`Drift of ${stage.title ?? stage.name}`}
      documentTitle={`Drift of ${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          <Link href={stagePath(pipeline.name, stage.name, view)}>All metrics of the stage</Link>
          <Link href={qualityPath(pipeline.name, stage.name, view)}>Quality</Link>
          <Link href={referencesPath(pipeline.name, stage.name, view)}>References</Link>
        </nav>
      }
    >
      {stage.rows === 0 ? (
        <p className={styles.note}>
          This stage has not sent a row yet; there is something to compare once it has.
        </p>
      ) : (
        <Boundary
          what="The drift of this stage"
          resetKey={`${pipeline.name} ${range.from} ${range.to} ${view.ref} ${view.ver} ${view.known} ${view.seg.join()} ${view.test}`}
        >
          <DriftExplorer key={pipeline.name} pipeline={pipeline.name} stage={stage} range={range} />
        </Boundary>
      )}
    </Page>
  );
}
