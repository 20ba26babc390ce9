import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { signInMutation } from '../api/sign-in.ts';
import { reasonOf } from './boundary.tsx';
import styles from './sign-in-form.module.css';

/** Name and password; on success the page goes on as whoever signed in. */
export function SignInForm({ knownId = '', onSignedIn }: { knownId?: string; onSignedIn?: () => void }) {
  const signIn = useMutation(signInMutation(useQueryClient()));
  const [id, setId] = useState(knownId);
  const [password, setPassword] = useState('');
  const errorId = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signIn.mutate(
      { id: id.trim(), password },
      { onSuccess: () => onSignedIn?.(), onError: () => setPassword('') },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Sign in">
      <label>
        Sign-in name
        <input
          required
          maxLength={64}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={id}
          onChange={({ target }) => setId(target.value)}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          required
          maxLength={200}
          autoComplete="current-password"
          value={password}
          aria-describedby={signIn.error ? errorId : undefined}
          onChange={({ target }) => setPassword(target.value)}
        />
      </label>
      {signIn.error && (
        <p id={errorId} role="alert" className={styles.error}>
          Not signed in: {reasonOf(signIn.error)}
        </p>
      )}
      <button
        type="submit"
        data-kind="primary"
        disabled={signIn.isPending || id.trim() === '' || password === ''}
      >
        {signIn.isPending ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}
