import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { pipelinePath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { CorrelationExplorer } from './correlation-explorer.tsx';
import styles from './correlation-page.module.css';

/** What moved first? */
export function CorrelationPage({ pipeline: name }: { pipeline: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const range = useTimeRange(name);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  return (
    <Page
      title={`What moved first in ${pipeline.title ?? pipeline.name}`}
      documentTitle={`What moved first, ${pipeline.name}`}
      aside={
        <nav className={styles.sisters} aria-label="Views of this pipeline">
          <Link href={pipelinePath(pipeline.name, view)}>The pipeline</Link>
        </nav>
      }
    >
      <Boundary
        what="The order of the changes"
        resetKey={`${range.from} ${range.to} ${view.q} ${view.group}`}
      >
        <CorrelationExplorer pipeline={pipeline} range={range} />
      </Boundary>
    </Page>
  );
}
