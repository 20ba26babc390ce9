import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { driftPath, stagePath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import styles from './quality-page.module.css';
import { QualityView } from './quality-view.tsx';

/** How right the answers of a stage are, and whether what they are told from still means what it meant. */
export function QualityPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  const range = useTimeRange(name);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`Quality of ${stage.title ?? stage.name}`}
      documentTitle={`Quality of ${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          <Link href={stagePath(pipeline.name, stage.name, view)}>All metrics of the stage</Link>
          <Link href={driftPath(pipeline.name, stage.name, view)}>Drift</Link>
        </nav>
      }
    >
      {stage.rows === 0 ? (
        <p className={styles.note}>
          This stage has not sent a row yet; there is something to judge once it has.
        </p>
      ) : (
        <Boundary
          what="The quality of this stage"
          resetKey={`${range.from} ${range.to} ${view.ref} ${view.ver} ${view.known} ${view.seg.join()}`}
        >
          <QualityView pipeline={pipeline.name} stage={stage} range={range} />
        </Boundary>
      )}
    </Page>
  );
}
