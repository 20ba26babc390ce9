import { useState, type SubmitEvent } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './rollout-form.module.css';

/** A word on why, which stays in the history. */
export function ReasonDialog({
  title,
  about,
  onGive,
  onClose,
}: {
  title: string;
  /** What it means and what follows. */
  about: string;
  onGive: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    onGive(reason.trim());
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.about}>{about}</p>
        <label>
          Why
          <textarea
            rows={3}
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <button type="submit" data-kind="primary" disabled={reason.trim() === ''}>
          {title}
        </button>
      </form>
    </Dialog>
  );
}
