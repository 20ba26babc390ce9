import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { channelKinds, type Channel } from '#contract/notification-channel.ts';
import { saveChannelMutation } from '../../../api/notifications.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { draftOf, kindForms, newDraft, settingsOf, type ChannelDraft } from './channel-draft.ts';
import styles from './notifications.module.css';

const securities = [
  { value: 'startTls', label: 'STARTTLS' },
  { value: 'tls', label: 'TLS' },
  { value: 'none', label: 'none: in the open' },
] as const;

/** Makes a channel, or changes one; a secret that is set is not shown, only replaced. */
export function ChannelDialog({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const save = useMutation(saveChannelMutation(useQueryClient()));
  const [draft, setDraft] = useState<ChannelDraft>(() => (channel ? draftOf(channel) : newDraft('webhook')));
  const [fault, setFault] = useState<string>();
  const form = kindForms[draft.kind];

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const settings = settingsOf(draft);
    if ('fault' in settings) {
      setFault(settings.fault);
      return;
    }
    setFault(undefined);
    const { id, name, isEnabled, secrets, fromRevision } = draft;
    const request = { name, isEnabled, secrets, ...settings };
    save.mutate(id === undefined ? { id, ...request } : { id, ...request, fromRevision }, {
      onSuccess(saved) {
        showToast(`${saved.name} is saved. Send a test to see whether it arrives.`);
        onClose();
      },
    });
  };

  return (
    <Dialog title={channel ? `Change ${channel.name}` : 'New channel'} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {channel === undefined && (
          <Select
            label="Kind"
            value={draft.kind}
            options={channelKinds.map((kind) => ({ value: kind, label: kindForms[kind].label }))}
            onChange={(kind) => setDraft({ ...newDraft(kind), name: draft.name })}
          />
        )}
        <p className={styles.hint}>{form.about}</p>
        <label>
          Name
          <input
            required
            maxLength={100}
            autoComplete="off"
            value={draft.name}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </label>
        {form.fields.map(({ name, label, type, isOptional = false }) => {
          const shared = {
            required: !isOptional,
            value: draft.texts[name] ?? '',
            onChange: ({ target }: { target: { value: string } }) =>
              setDraft({ ...draft, texts: { ...draft.texts, [name]: target.value } }),
          };
          return (
            <label key={name}>
              {label}
              {type === 'list' ? (
                <textarea rows={2} maxLength={20_000} spellCheck={false} {...shared} />
              ) : (
                <input
                  type={type}
                  maxLength={2_000}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  {...shared}
                />
              )}
            </label>
          );
        })}
        {draft.kind === 'email' && (
          <Select
            label="Encryption"
            value={draft.security}
            options={securities}
            onChange={(security) => setDraft({ ...draft, security })}
          />
        )}
        {form.secrets.map(({ name, label }) => (
          <SecretField
            key={name}
            label={label}
            hint={channel?.secretHints[name]}
            value={draft.secrets[name]}
            onChange={(value) => setDraft({ ...draft, secrets: withSecret(draft.secrets, name, value) })}
          />
        ))}
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={draft.isEnabled}
            onChange={({ target }) => setDraft({ ...draft, isEnabled: target.checked })}
          />
          Switched on
        </label>
        {fault !== undefined && (
          <p role="alert" className={styles.error}>
            {fault}
          </p>
        )}
        {save.error && (
          <p role="alert" className={styles.error}>
            Not saved: {reasonOf(save.error)}
          </p>
        )}
        <button type="submit" data-kind="primary" disabled={save.isPending}>
          {save.isPending ? 'Saving …' : 'Save the channel'}
        </button>
      </form>
    </Dialog>
  );
}

function SecretField({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  /** Of the one that is set. */
  hint: string | undefined;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  return (
    <span className={styles.secret}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="password"
        maxLength={2_000}
        autoComplete="new-password"
        placeholder={hint === undefined ? '' : value === '' ? 'will be taken away' : `set: ${hint}`}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
      />
      {hint !== undefined && (
        <button type="button" onClick={() => onChange(value === '' ? undefined : '')}>
          {value === '' ? 'Keep it' : 'Take it away'} <span className="visually-hidden">: {label}</span>
        </button>
      )}
    </span>
  );
}

function withSecret(
  secrets: ChannelDraft['secrets'],
  name: keyof ChannelDraft['secrets'],
  value: string | undefined,
): ChannelDraft['secrets'] {
  const { [name]: _, ...others } = secrets;
  return value === undefined ? others : { ...others, [name]: value };
}
