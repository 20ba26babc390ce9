import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { AlertSource } from '#contract/alert-source.ts';
import { saveAlertSourceMutation } from '../../../api/alert-sources.ts';
import { pipelinesQuery } from '../../../api/pipelines.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { Select } from '../../../ui/select.tsx';
import styles from '../settings-page.module.css';
import { draftOf, requestOf, type SourceDraft } from './source-draft.ts';

const kinds = [
  { value: 'prometheus', label: 'Prometheus, asked for its alerts' },
  { value: 'alertmanager', label: 'Alertmanager, asked for its alerts' },
  { value: 'webhook', label: 'Alertmanager, which delivers to a receiver here' },
] as const;

/** A new source, or changes to one. */
export function SourceForm({ source, onDone }: { source: AlertSource | undefined; onDone: () => void }) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const [typed, setDraft] = useState<Partial<SourceDraft>>({});
  const [fault, setFault] = useState<string>();
  const save = useMutation(saveAlertSourceMutation(useQueryClient()));
  const draft = { ...draftOf(source, pipelines[0]?.name ?? ''), ...typed };
  const set = (patch: Partial<SourceDraft>) => setDraft({ ...typed, ...patch });
  const text = (name: keyof SourceDraft) => ({
    value: String(draft[name]),
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const said = requestOf(draft);
    setFault('fault' in said ? said.fault : undefined);
    if ('fault' in said) return;
    const { request } = said;
    save.mutate(
      source ? { id: source.id, body: { ...request, fromRevision: source.revision } } : { body: request },
      { onSuccess: onDone },
    );
  };
  const problem = fault ?? (save.error ? reasonOf(save.error) : undefined);
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby="source-form">
      <h2 id="source-form">{source ? `Change ${source.name}` : 'New source'}</h2>
      <label>
        Name
        <input required maxLength={100} {...text('name')} />
      </label>
      <Select label="Kind" options={kinds} value={draft.kind} onChange={(kind) => set({ kind })} />
      {draft.kind === 'webhook' ? (
        <label>
          Minutes it may be quiet; empty: as long as it likes
          <input type="number" min={1} max={1440} {...text('expectMinutes')} />
        </label>
      ) : (
        <>
          <label>
            Address, such as http://prometheus:9090
            <input required type="url" maxLength={2000} {...text('url')} />
          </label>
          <label>
            {source?.hasToken ? 'Token; empty: stays as it is' : 'Token, if it asks for one'}
            <input type="password" autoComplete="off" maxLength={2000} {...text('token')} />
          </label>
          {source?.hasToken && (
            <label className={styles.choice}>
              <input
                type="checkbox"
                checked={draft.isTokenRemoved}
                onChange={({ target }) => set({ isTokenRemoved: target.checked })}
              />
              Take the token away
            </label>
          )}
          <label>
            Ask every so many seconds
            <input required type="number" min={10} max={3600} {...text('everySeconds')} />
          </label>
        </>
      )}
      {draft.kind === 'alertmanager' && (
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={draft.projects}
            onChange={({ target }) => set({ projects: target.checked })}
          />
          Show acknowledgements and snoozes there, as silences
        </label>
      )}
      <Select
        label="Pipeline of alerts that name none"
        options={pipelines.map(({ name, title }) => ({ value: name, label: title ?? name }))}
        value={draft.pipeline}
        onChange={(pipeline) => set({ pipeline })}
      />
      <label>
        Label that names the pipeline
        <input required maxLength={100} pattern="[a-zA-Z_][a-zA-Z0-9_]*" {...text('pipelineLabel')} />
      </label>
      <label>
        Label that names the stage
        <input required maxLength={100} pattern="[a-zA-Z_][a-zA-Z0-9_]*" {...text('stageLabel')} />
      </label>
      <label>
        Values of severity that page somebody
        <input maxLength={1000} {...text('criticalValues')} />
      </label>
      <label>
        Only alerts with these labels, one a line: team=risk, node!=a, job^=model
        <textarea rows={3} {...text('matchers')} />
      </label>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={draft.isEnabled}
          onChange={({ target }) => set({ isEnabled: target.checked })}
        />
        Switched on
      </label>
      {problem !== undefined && (
        <p role="alert" className={styles.error}>
          Not saved: {problem}
        </p>
      )}
      <span className={styles.acts}>
        <button type="submit" data-kind="primary" disabled={save.isPending}>
          {save.isPending ? 'Saving …' : 'Save'}
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </span>
    </form>
  );
}
