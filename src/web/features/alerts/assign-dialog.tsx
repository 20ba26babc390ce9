import { useState, type SubmitEvent } from 'react';
import type { Alert } from '#contract/alert.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './alert-actions.module.css';

/** One owner, or nobody. */
export function AssignDialog({
  alert,
  onAssign,
  onClose,
}: {
  alert: Alert;
  onAssign: (assignee: string | null) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(alert.assignee ?? '');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAssign(name.trim() === '' ? null : name.trim());
    onClose();
  };
  return (
    <Dialog title={`Assign ${alert.rule.name}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <label>
          To whom; empty for nobody
          <input type="text" maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <button type="submit" data-kind="primary">
          {name.trim() === '' ? 'Assign to nobody' : `Assign to ${name.trim()}`}
        </button>
      </form>
    </Dialog>
  );
}
