import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { type BoardAgreement, boardBudgetMutation } from '../../api/alarm-record.ts';
import { useObstacle } from '../../api/obstacle.ts';
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
  agreement,
  isSound,
  onDraft,
}: {
  pipeline: string;
  definition: RuleDefinition;
  /** Nothing is known that the server would refuse it for. */
  isSound: boolean;
  agreement: BoardAgreement | undefined;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const client = useQueryClient();
  const create = useMutation(createRuleMutation(pipeline, client));
  const agree = useMutation(boardBudgetMutation(pipeline, client));
  const obstacle = useObstacle('createRule');
  const { navigate } = useAddress();
  const { view } = useView();
  const isBusy = create.isPending || agree.isPending;
  const error = agree.error ?? create.error;
  return (
    <form
      className={styles.save}
      aria-label="Save the rule"
      onSubmit={(event) => {
        event.preventDefault();
        const save = () =>
          create.mutate(
            { rule: definition, reason: '' },
            {
              onSuccess(rule) {
                showToast(`${rule.name} is watched from now on`);
                navigate(thresholdPath(rule.id, view));
              },
            },
          );
        if (agreement) agree.mutate(agreement, { onSuccess: save });
        else save();
      }}
    >
      <NameFields definition={definition} onDraft={onDraft} />
      <button
        type="submit"
        data-kind="primary"
        disabled={isBusy || obstacle !== undefined || !isSound || definition.name.trim() === ''}
      >
        {isBusy ? 'Saving …' : 'Save the rule'}
      </button>
      {obstacle !== undefined && <p>{obstacle}</p>}
      {error && <p role="alert">Not saved: {reasonOf(error)}</p>}
    </form>
  );
}

/** Makes the next version of a rule, pauses it or takes it out of force; each with the reason, which its history keeps. */
export function ChangePanel({
  rule,
  definition,
  agreement,
  isChanged,
  isSound,
  onDraft,
}: {
  rule: Rule;
  definition: RuleDefinition;
  agreement: BoardAgreement | undefined;
  isChanged: boolean;
  isSound: boolean;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const client = useQueryClient();
  const change = useMutation(changeRuleMutation(rule, client));
  const turn = useMutation(switchRuleMutation(rule, client));
  const agree = useMutation(boardBudgetMutation(rule.pipeline, client));
  const obstacle = useObstacle('changeRule');
  const { navigate } = useAddress();
  const { view } = useView();
  const [reason, setReason] = useState('');
  const hasReason = reason.trim() !== '';
  const isHeld =
    change.isPending || turn.isPending || agree.isPending || obstacle !== undefined || !hasReason;
  const fromVersion = rule.version;
  const error = agree.error ?? change.error ?? turn.error;
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
        const save = () =>
          change.mutate(
            { rule: definition, fromVersion, reason },
            {
              onSuccess({ version }) {
                showToast(`Saved as version ${version}`);
                setReason('');
              },
            },
          );
        if (agreement) agree.mutate(agreement, { onSuccess: save });
        else save();
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
      <button type="submit" data-kind="primary" disabled={isHeld || !isSound || !(isChanged || agreement)}>
        {change.isPending ? 'Saving …' : `Save as version ${rule.version + 1}`}
      </button>
      {rule.state === 'active' ? (
        <button type="button" disabled={isHeld} onClick={() => turnTo('pause', `${rule.name} is paused`)}>
          Pause
        </button>
      ) : (
        <button
          type="button"
          disabled={isHeld}
          onClick={() => turnTo('resume', `${rule.name} is evaluated again`)}
        >
          Resume
        </button>
      )}
      <button
        type="button"
        disabled={isHeld}
        onClick={() => turnTo('delete', `${rule.name} is deleted; its history stays`)}
      >
        Delete
      </button>
      {obstacle !== undefined && <p>{obstacle}</p>}
      {!hasReason && obstacle === undefined && (
        <p className={styles.note}>Each of them wants its reason first.</p>
      )}
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
