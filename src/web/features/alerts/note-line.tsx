import { useRef, useState, type SubmitEvent } from 'react';
import type { Alert } from '#contract/alert.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import styles from './note-line.module.css';
import type { AlertCommands } from './use-alert-commands.ts';

/** A word for whoever comes next. What was not taken stays in the field. */
export function NoteLine({ alert, commands }: { alert: Alert; commands: AlertCommands }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: 'n', label: 'Write a note', run: () => field.current?.focus() }]);
  if (alert.episode === 0) return null;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const note = text.trim();
    if (note !== '' && (await commands.send({ type: 'note', text: note }, [alert]))) setText('');
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <input
        ref={field}
        type="text"
        aria-label="Note"
        placeholder="Write a note"
        maxLength={2_000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" disabled={text.trim() === '' || commands.pending.has(alert.id)}>
        Write
      </button>
    </form>
  );
}
