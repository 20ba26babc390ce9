import { type ReactNode, useState, type SubmitEvent } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './automation.module.css';

/** What is riskier takes its evidence, a reason, and a phrase that is typed out. */
export function PhraseDialog({
  title,
  phrase,
  children,
  onGive,
  onClose,
}: {
  title: string;
  phrase: string;
  children: ReactNode;
  onGive: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const isReady = reason.trim() !== '' && typed.trim() === phrase;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return;
    onGive(reason.trim());
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {children}
        <label>
          Why
          <textarea
            rows={2}
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <label>
          Type “{phrase}”
          <input
            type="text"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <button type="submit" data-kind="primary" disabled={!isReady}>
          {title}
        </button>
      </form>
    </Dialog>
  );
}
