import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useObstacle } from '../../api/obstacle.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { automationPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { ReviewDesk } from './review-desk.tsx';
import styles from './reviews.module.css';

/** The cases of a stage that wait for the answer of a person, one at a time. */
export function ReviewsPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const { view } = useView();
  const obstacle = useObstacle('takeReview');
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`Cases of ${stage.title ?? stage.name}`}
      documentTitle={`Cases of ${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          <Link href={automationPath(name, stageName, view)}>Automation</Link>
          <Link href={stagePath(name, stageName, view)}>All metrics of the stage</Link>
        </nav>
      }
    >
      {obstacle === undefined ? (
        <Boundary what="The cases of this stage" resetKey={`${name} ${stageName}`}>
          <ReviewDesk pipeline={name} stage={stageName} />
        </Boundary>
      ) : (
        <p className={styles.meta}>{obstacle}</p>
      )}
    </Page>
  );
}
