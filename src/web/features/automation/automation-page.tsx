import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { qualityPath, reviewsPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { AutomationView } from './automation-view.tsx';
import styles from './automation.module.css';

/** How much of a stage may run without people, what that costs and saves, and how it is changed. */
export function AutomationPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const { view } = useView();
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`Automation of ${stage.title ?? stage.name}`}
      documentTitle={`Automation of ${stage.name}, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this stage">
          <Link href={stagePath(name, stageName, view)}>All metrics of the stage</Link>
          <Link href={qualityPath(name, stageName, view)}>Quality</Link>
          <Link href={reviewsPath(name, stageName, view)}>Cases for people</Link>
        </nav>
      }
    >
      <Boundary what="The automation of this stage" resetKey={`${name} ${stageName}`}>
        <AutomationView pipeline={name} stage={stageName} />
      </Boundary>
    </Page>
  );
}
