import { useState, type SubmitEvent } from 'react';
import type { Alert } from '#contract/alert.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './alert-form.module.css';

/** Ends the episode by hand, with a word on why; a breach that is still there starts a new one. */
export function ResolveDialog({
  alert,
  onResolve,
  onClose,
}: {
  alert: Alert;
  onResolve: (note: string) => void;
  onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (note.trim() === '') return;
    onResolve(note.trim());
    onClose();
  };
  return (
    <Dialog title={`Resolve ${alert.rule.name}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p>While the value stays beyond its limit, the next evaluation starts a new episode.</p>
        <label>
          What was done
          <textarea
            rows={3}
            maxLength={2_000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
        <button type="submit" data-kind="primary" disabled={note.trim() === ''}>
          Resolve the alert
        </button>
      </form>
    </Dialog>
  );
}
