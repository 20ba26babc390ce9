import { useState, type SubmitEvent } from 'react';
import { useView } from '../../url/use-view.ts';
import styles from './audit-page.module.css';

/** Its fields are the address; they apply when they are sent, not at every letter. */
export function AuditFilter() {
  const { view } = useView();
  return <Fields key={`${view.actor} ${view.action} ${view.q}`} />;
}

function Fields() {
  const { view, setView } = useView();
  const [fields, setFields] = useState({ actor: view.actor ?? '', action: view.action ?? '', q: view.q });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { actor, action, q } = fields;
    setView({ actor: actor.trim() || undefined, action: action.trim() || undefined, q: q.trim() });
  };
  return (
    <form className={styles.filter} onSubmit={submit} role="search" aria-label="Entries">
      <label>
        Who
        <input
          maxLength={100}
          placeholder="ada"
          value={fields.actor}
          onChange={({ target }) => setFields({ ...fields, actor: target.value })}
        />
      </label>
      <label>
        What
        <input
          maxLength={100}
          placeholder="note, or note.create"
          value={fields.action}
          onChange={({ target }) => setFields({ ...fields, action: target.value })}
        />
      </label>
      <label>
        Object
        <input
          maxLength={200}
          placeholder="speech"
          value={fields.q}
          onChange={({ target }) => setFields({ ...fields, q: target.value })}
        />
      </label>
      <button type="submit">Find</button>
      {(view.actor !== undefined || view.action !== undefined || view.q !== '') && (
        <button
          type="button"
          data-kind="plain"
          onClick={() => setView({ actor: undefined, action: undefined, q: '' })}
        >
          All entries
        </button>
      )}
    </form>
  );
}
