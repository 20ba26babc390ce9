import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { rulesQuery } from '../../api/rules.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { stagePath, thresholdsPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { parseProposal } from '../../url/proposed-limit.ts';
import { draftOf, withLevel } from './rule-draft.ts';
import { ThresholdEditor } from './threshold-editor.tsx';

/** The editor of a rule in force; a new version of it begins the editor anew. */
export function ThresholdPage({ ruleId }: { ruleId: string }) {
  const { view } = useView();
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const lists = useQueries({ queries: pipelines.map(({ name }) => rulesQuery(name)) });
  const rule = lists.flatMap(({ data = [] }) => data).find(({ id }) => id === ruleId);
  const pipeline = pipelines.find(({ name }) => name === rule?.pipeline);
  if (!rule || !pipeline) {
    if (lists.some(({ isPending }) => isPending)) return <PageSkeleton />;
    return <NotFoundPage what="rule of that name in force" />;
  }
  const proposal = parseProposal(view.sel);
  const stage = pipeline.stages.find(({ name }) => name === rule.scope.stage);
  return (
    <Page
      title={rule.name}
      documentTitle={`${rule.name}, ${rule.pipeline}`}
      aside={
        <nav aria-label="Around this rule">
          <Link href={thresholdsPath(view)}>All thresholds</Link>{' '}
          {stage && (
            <Link href={stagePath(rule.pipeline, stage.name, view)}>{stage.title ?? stage.name}</Link>
          )}
        </nav>
      }
    >
      <Boundary what="The rule" resetKey={`${rule.id} ${rule.version}`}>
        <ThresholdEditor
          key={rule.version}
          pipeline={pipeline}
          rule={rule}
          initial={
            proposal
              ? withLevel(draftOf(rule), proposal.severity, { threshold: proposal.threshold })
              : draftOf(rule)
          }
        />
      </Boundary>
    </Page>
  );
}
