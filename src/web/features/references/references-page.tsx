import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { StageSummary } from '#contract/pipeline.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { referencesQuery } from '../../api/references.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { SaveReference } from '../../shell/save-reference.tsx';
import { driftPath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { CompareReferences } from './compare-references.tsx';
import { ReferenceTable } from './reference-table.tsx';
import { referencesAnswer } from './references-answer.ts';
import styles from './references-page.module.css';
import { UploadReference } from './upload-reference.tsx';

/** What the drift of a stage is measured against. */
export function ReferencesPage({ pipeline: name, stage: stageName }: { pipeline: string; stage: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const stage = pipeline?.stages.find((candidate) => candidate.name === stageName);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  if (!stage) return <NotFoundPage what={`stage called ${stageName} in ${name}`} />;
  return (
    <Page
      title={`References of ${stage.title ?? stage.name}`}
      documentTitle={`References of ${stage.name}, ${pipeline.name}`}
      aside={<Link href={driftPath(pipeline.name, stage.name, view)}>Drift</Link>}
    >
      <Boundary what="The references" resetKey={`${name} ${stageName}`}>
        <References pipeline={pipeline.name} stage={stage} />
      </Boundary>
    </Page>
  );
}

function References({ pipeline, stage }: { pipeline: string; stage: StageSummary }) {
  const range = useTimeRange(pipeline);
  const { data: references } = useQuery({
    ...referencesQuery(pipeline, stage.name),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!references) return <p className={styles.loading}>Looking up the references …</p>;
  return (
    <>
      <p className={styles.answer}>{referencesAnswer(references)}</p>
      {references.length > 0 && <ReferenceTable pipeline={pipeline} references={references} />}
      <section className={styles.make} aria-label="New reference">
        <SaveReference pipeline={pipeline} stage={stage.name} range={range} />
        <UploadReference pipeline={pipeline} stage={stage.name} />
      </section>
      {references.length > 1 && <CompareReferences pipeline={pipeline} references={references} />}
    </>
  );
}
