import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import {
  changeRuleMutation,
  createRuleMutation,
  switchRuleMutation,
  type RuleSwitchName,
} from '../../api/rules.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { showToast } from '../../ui/toasts.ts';
import { thresholdPath, thresholdsPath } from '../../url/links.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import styles from './threshold-editor.module.css';

/** Makes a rule of a draft. */
export function CreatePanel({
  pipeline,
  definition,
  onDraft,
}: {
  pipeline: string;
  definition: RuleDefinition;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const create = useMutation(createRuleMutation(pipeline, useQueryClient()));
  const { navigate } = useAddress();
  const { view } = useView();
  return (
    <form
      className={styles.save}
      aria-label="Save the rule"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(
          { rule: definition, reason: '' },
          {
            onSuccess(rule) {
              showToast(`${rule.name} is watched from now on`);
              navigate(thresholdPath(rule.id, view));
            },
          },
        );
      }}
    >
      <NameFields definition={definition} onDraft={onDraft} />
      <button type="submit" data-kind="primary" disabled={create.isPending || definition.name.trim() === ''}>
        {create.isPending ? 'Saving …' : 'Save the rule'}
      </button>
      {create.error && <p role="alert">Not saved: {reasonOf(create.error)}</p>}
    </form>
  );
}

/** Makes the next version of a rule, pauses it or takes it out of force; each with the reason, which its history keeps. */
export function ChangePanel({
  rule,
  definition,
  isChanged,
  onDraft,
}: {
  rule: Rule;
  definition: RuleDefinition;
  isChanged: boolean;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const client = useQueryClient();
  const change = useMutation(changeRuleMutation(rule, client));
  const turn = useMutation(switchRuleMutation(rule, client));
  const { navigate } = useAddress();
  const { view } = useView();
  const [reason, setReason] = useState('');
  const hasReason = reason.trim() !== '';
  const isBusy = change.isPending || turn.isPending;
  const fromVersion = rule.version;
  const error = change.error ?? turn.error;
  const turnTo = (to: RuleSwitchName, said: string) =>
    turn.mutate(
      { to, fromVersion, reason },
      {
        onSuccess() {
          showToast(said);
          setReason('');
          if (to === 'delete') navigate(thresholdsPath(view));
        },
      },
    );
  return (
    <form
      className={styles.save}
      aria-label="Save the rule"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { rule: definition, fromVersion, reason },
          {
            onSuccess({ version }) {
              showToast(`Saved as version ${version}`);
              setReason('');
            },
          },
        );
      }}
    >
      <NameFields definition={definition} onDraft={onDraft} />
      <label className={styles.text}>
        <span>Reason</span>
        <input
          value={reason}
          maxLength={2_000}
          required
          placeholder="why it is changed, paused or deleted"
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button type="submit" data-kind="primary" disabled={isBusy || !hasReason || !isChanged}>
        {change.isPending ? 'Saving …' : `Save as version ${rule.version + 1}`}
      </button>
      {rule.state === 'active' ? (
        <button
          type="button"
          disabled={isBusy || !hasReason}
          onClick={() => turnTo('pause', `${rule.name} is paused`)}
        >
          Pause
        </button>
      ) : (
        <button
          type="button"
          disabled={isBusy || !hasReason}
          onClick={() => turnTo('resume', `${rule.name} is evaluated again`)}
        >
          Resume
        </button>
      )}
      <button
        type="button"
        disabled={isBusy || !hasReason}
        onClick={() => turnTo('delete', `${rule.name} is deleted; its history stays`)}
      >
        Delete
      </button>
      {!hasReason && <p className={styles.note}>Each of them wants its reason first.</p>}
      {error && <p role="alert">Not done: {reasonOf(error)}</p>}
    </form>
  );
}

function NameFields({
  definition,
  onDraft,
}: {
  definition: RuleDefinition;
  onDraft: (draft: RuleDefinition) => void;
}) {
  return (
    <>
      <label className={styles.text}>
        <span>Name</span>
        <input
          value={definition.name}
          maxLength={200}
          required
          onChange={({ target }) => onDraft({ ...definition, name: target.value })}
        />
      </label>
      <label className={styles.text}>
        <span>Runbook</span>
        <input
          type="url"
          value={definition.runbook ?? ''}
          placeholder="https://"
          onChange={({ target }) => {
            const { runbook: _runbook, ...rest } = definition;
            onDraft(target.value === '' ? rest : { ...rest, runbook: target.value });
          }}
        />
      </label>
    </>
  );
}
