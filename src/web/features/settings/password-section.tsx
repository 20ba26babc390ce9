import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { changePasswordMutation } from '../../api/sign-in.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './settings-page.module.css';

const nothing = { current: '', next: '' };

/** One's own password. */
export function PasswordSection() {
  const { data: session } = useQuery(sessionQuery());
  const change = useMutation(changePasswordMutation(useQueryClient()));
  const [fields, setFields] = useState(nothing);
  if (session?.state !== 'person') return <p className={styles.lead}>You have no password here.</p>;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate(fields, {
      onSuccess() {
        setFields(nothing);
        showToast('The password is changed; your other sessions have ended.');
      },
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Change the password">
      <label>
        Present password
        <input
          type="password"
          required
          maxLength={200}
          autoComplete="current-password"
          value={fields.current}
          onChange={({ target }) => setFields({ ...fields, current: target.value })}
        />
      </label>
      <label>
        New password, at least 12 characters
        <input
          type="password"
          required
          minLength={12}
          maxLength={200}
          autoComplete="new-password"
          value={fields.next}
          onChange={({ target }) => setFields({ ...fields, next: target.value })}
        />
      </label>
      {change.error && (
        <p role="alert" className={styles.error}>
          Not changed: {reasonOf(change.error)}
        </p>
      )}
      <button type="submit" data-kind="primary" disabled={change.isPending}>
        {change.isPending ? 'Changing it …' : 'Change the password'}
      </button>
    </form>
  );
}
