import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Alert } from '#contract/alert.ts';
import type { SilenceMatcher } from '#contract/silence.ts';
import { createSilenceMutation, inHours, silencePreviewQuery } from '../../api/silences.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './alert-form.module.css';

const lengths = [
  { value: '1', label: '1 h' },
  { value: '8', label: '8 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 days' },
] as const;
const scopes = [
  { value: 'alert', label: 'this alert' },
  { value: 'rule', label: 'all alerts of its rule' },
  { value: 'stage', label: 'all alerts of its stage' },
  { value: 'pipeline', label: 'all alerts of its pipeline' },
] as const;
type Scope = (typeof scopes)[number]['value'];

/** Holds back messages for a time, with a reason; it says what that catches now and caught in the last 7 days before it is made. */
export function SilenceDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const client = useQueryClient();
  const create = useMutation(createSilenceMutation(client));
  const [scope, setScope] = useState<Scope>('alert');
  const [hours, setHours] = useState<(typeof lengths)[number]['value']>('1');
  const [reason, setReason] = useState('');
  const matchers = matchersOf(alert, scope);
  const { data: preview } = useQuery(silencePreviewQuery(matchers, Number(hours)));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    create.mutate(
      {
        matchers,
        until: inHours(Number(hours)),
        reason: reason.trim(),
      },
      {
        onSuccess({ approval }) {
          showToast(approval ? 'The silence waits for an approver' : 'Silenced');
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={`Silence ${alert.rule.name}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <Select label="What" value={scope} options={scopes} onChange={setScope} />
        <Select label="For" value={hours} options={lengths} onChange={setHours} />
        <label>
          Reason
          <input
            type="text"
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <p role="status" className={styles.caught}>
          {preview
            ? `It catches ${preview.caughtNow} open ${preview.caughtNow === 1 ? 'alert' : 'alerts'} now, and would have caught ${preview.episodes} ${preview.episodes === 1 ? 'firing' : 'firings'} in the last 7 days.`
            : 'Counting what it catches …'}
        </p>
        {preview && preview.approval.length > 0 && (
          <p>It does nothing until an approver has agreed, because {preview.approval.join(', and ')}.</p>
        )}
        {create.error && <p role="alert">It was not silenced: {reasonOf(create.error)}</p>}
        <button type="submit" data-kind="primary" disabled={reason.trim() === '' || create.isPending}>
          {preview && preview.approval.length > 0 ? 'Ask for approval' : 'Silence'}
        </button>
      </form>
    </Dialog>
  );
}

function matchersOf(alert: Alert, scope: Scope): SilenceMatcher[] {
  const { pipeline, stage, metric, version, segment, rule } = alert;
  const wanted: Record<string, string | undefined> =
    scope === 'pipeline'
      ? { pipeline }
      : scope === 'stage'
        ? { pipeline, stage }
        : scope === 'rule'
          ? { rule: rule.id }
          : { rule: rule.id, stage, metric, version, segment };
  return Object.entries(wanted).flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, operator: 'is' as const, value }],
  );
}
