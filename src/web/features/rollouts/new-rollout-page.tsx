import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import { RolloutVersion } from '#contract/rollout.ts';
import { proofFaults } from '#control/rollout/proof-faults.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { overviewQuery, pipelinesQuery } from '../../api/pipelines.ts';
import { createRollout } from '../../api/rollouts.ts';
import { Boundary, reasonOf } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { Select } from '../../ui/select.tsx';
import { rolloutPath } from '../../url/links.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import { EndpointsControl } from './endpoints-control.tsx';
import { firstDraft, planOf } from './plan-draft.ts';
import { PlanFields } from './plan-fields.tsx';
import { PlanReplay } from './plan-replay.tsx';
import { PlanPreview } from './plan-preview.tsx';
import styles from './new-rollout-page.module.css';

/** A plan for a version: how much traffic when, what has to be proven, and how long that takes at present traffic. */
export function NewRolloutPage() {
  return (
    <Page title="Plan a rollout" documentTitle="Plan a rollout">
      <Boundary what="The plan">
        <RolloutForm />
      </Boundary>
    </Page>
  );
}

function RolloutForm() {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const [pipelineName, setPipeline] = useState(pipelines[0]?.name ?? '');
  const pipeline = pipelines.find(({ name }) => name === pipelineName);
  if (!pipeline) return <p>There is no pipeline yet: send a first record.</p>;
  return <Form key={pipeline.name} pipelines={pipelines} pipeline={pipeline} onPipeline={setPipeline} />;
}

function Form({
  pipelines,
  pipeline,
  onPipeline,
}: {
  pipelines: readonly Pipeline[];
  pipeline: Pipeline;
  onPipeline: (name: string) => void;
}) {
  const { navigate } = useAddress();
  const { view } = useView();
  const obstacle = useObstacle('createRollout');
  const [stage, setStage] = useState(pipeline.stages[0]?.name ?? '');
  const { data: overview } = useQuery(overviewQuery(pipeline.name, pipeline.defaultRange));
  const figures = overview?.stages.find((one) => one.stage === stage);
  const known = figures?.versions.find(({ role }) => role === 'live')?.version ?? '';
  const [stable, setStable] = useState<string>();
  const [candidate, setCandidate] = useState('');
  const [draft, setDraft] = useState(firstDraft);
  const create = useMutation({
    mutationFn: createRollout,
    onSuccess: ({ id }) => navigate(rolloutPath(id, view)),
  });
  const plan = planOf(draft);
  const from = stable ?? known;
  const futile = figures ? proofFaults(plan, figures) : [];
  const isReady =
    futile.length === 0 && from.trim() !== '' && candidate.trim() !== '' && from.trim() !== candidate.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const version = (name: string) => RolloutVersion.parse({ version: name.trim() });
    create.mutate({
      pipeline: pipeline.name,
      stage,
      stable: version(from),
      candidate: version(candidate),
      plan,
    });
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <fieldset className={styles.fields}>
          <legend>What</legend>
          <Select
            label="Pipeline"
            options={pipelines.map(({ name, title }) => ({ value: name, label: title ?? name }))}
            value={pipeline.name}
            onChange={onPipeline}
          />
          <Select
            label="Stage"
            options={pipeline.stages.map(({ name, title }) => ({ value: name, label: title ?? name }))}
            value={stage}
            onChange={setStage}
          />
          <label>
            From version
            <input
              type="text"
              maxLength={500}
              value={from}
              onChange={({ target }) => setStable(target.value)}
            />
          </label>
          <label>
            To version
            <input
              type="text"
              maxLength={500}
              value={candidate}
              onChange={({ target }) => setCandidate(target.value)}
            />
          </label>
        </fieldset>
        <PlanFields draft={draft} onDraft={setDraft} />
        <PlanPreview plan={plan} figures={figures} />
        <PlanReplay key={stage} pipeline={pipeline.name} stage={stage} plan={plan} />
        {create.isError && (
          <p role="alert" className={styles.fault}>
            {reasonOf(create.error)}
          </p>
        )}
        <p>
          <button
            type="submit"
            data-kind="primary"
            disabled={!isReady || obstacle !== undefined || create.isPending}
          >
            Write the draft
          </button>{' '}
          {obstacle ??
            (futile.length > 0
              ? 'Not like this: what is said below cannot be proven in its time.'
              : 'Nothing moves before it is submitted.')}
        </p>
        {futile.length > 0 && (
          <ul className={styles.preview} aria-label="What cannot be proven">
            {futile.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        )}
      </form>
      <EndpointsControl
        slot={{ pipeline: pipeline.name, stage }}
        versions={[from.trim(), candidate.trim()].filter((version) => version !== '')}
      />
    </>
  );
}
