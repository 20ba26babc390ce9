import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { createFreezeMutation } from '../../api/rollout-freezes.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './rollout-form.module.css';

/** Everywhere: no name of a pipeline or a stage is empty. */
const ALL = '';

/** A time in which nothing goes forward: where, until when, and why. */
export function FreezeDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const create = useMutation(createFreezeMutation(client));
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const [pipeline, setPipeline] = useState(ALL);
  const [stage, setStage] = useState(ALL);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const stages = pipelines.find(({ name }) => name === pipeline)?.stages ?? [];
  const isReady = until !== '' && reason.trim() !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return;
    create.mutate(
      {
        pipeline: pipeline === ALL ? null : pipeline,
        stage: stage === ALL ? null : stage,
        ...(from !== '' && { from: new Date(from).toISOString() }),
        until: new Date(until).toISOString(),
        reason: reason.trim(),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title="Freeze rollouts" isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.about}>
          Nothing starts or goes forward in this time. Rolling back works, and what runs keeps its traffic.
        </p>
        <Select
          label="Pipeline"
          value={pipeline}
          options={[
            { value: ALL, label: 'all pipelines' },
            ...pipelines.map(({ name, title }) => ({ value: name, label: title ?? name })),
          ]}
          onChange={(name) => {
            setPipeline(name);
            setStage(ALL);
          }}
        />
        {pipeline !== ALL && (
          <Select
            label="Stage"
            value={stage}
            options={[
              { value: ALL, label: 'all stages' },
              ...stages.map(({ name, title }) => ({ value: name, label: title ?? name })),
            ]}
            onChange={setStage}
          />
        )}
        <label>
          From (leave empty for now)
          <input type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <label>
          Until
          <input
            type="datetime-local"
            required
            value={until}
            onChange={({ target }) => setUntil(target.value)}
          />
        </label>
        <label>
          Why
          <input
            type="text"
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {create.isError && <p role="alert">Nothing is frozen: {reasonOf(create.error)}</p>}
        <button type="submit" data-kind="primary" disabled={!isReady || create.isPending}>
          Freeze
        </button>
      </form>
    </Dialog>
  );
}
