import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Alert } from '#contract/alert.ts';
import { mayCall } from '#contract/permissions.ts';
import type { PersonRole } from '#contract/person-role.ts';
import { peopleQuery } from '../../api/people.ts';
import { sessionQuery } from '../../api/session.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './alert-form.module.css';
import { titleOfAlerts } from './alert-text.ts';

type Candidate = { id: string | null; name: string; role: PersonRole | null };

const nobody: Candidate = { id: null, name: 'Nobody', role: null };

/** One owner, or nobody: whoever asks first, then all others who can take an alert in hand. */
export function AssignDialog({
  alerts,
  onAssign,
  onClose,
}: {
  alerts: readonly Alert[];
  onAssign: (assignee: string | null) => void;
  onClose: () => void;
}) {
  const candidates = useCandidates();
  const [typed, setTyped] = useState('');
  const [chosenId, setChosenId] = useState<string | null>();
  const words = typed.toLowerCase().split(/\s+/);
  const found = candidates.filter(({ id, name, role }) =>
    words.every((word) => `${name} ${id ?? ''} ${role ?? ''}`.toLowerCase().includes(word)),
  );
  const chosen = found.find(({ id }) => id === chosenId) ?? found[0];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!chosen) return;
    onAssign(chosen.id);
    onClose();
  };
  return (
    <Dialog title={`Assign ${titleOfAlerts(alerts)}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <label>
          Find a person
          <input
            type="search"
            autoComplete="off"
            maxLength={100}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <fieldset className={styles.people}>
          <legend>To whom</legend>
          {found.map((candidate) => (
            <label key={candidate.id ?? ''}>
              <input
                type="radio"
                name="assignee"
                checked={candidate === chosen}
                onChange={() => setChosenId(candidate.id)}
              />
              <span>{candidate.name}</span>
              {candidate.role !== null && <span className={styles.about}>{candidate.role}</span>}
            </label>
          ))}
          {found.length === 0 && <p className={styles.about}>Nobody is found by that.</p>}
        </fieldset>
        <button type="submit" data-kind="primary" disabled={!chosen}>
          {chosen ? `Assign to ${chosen.id === null ? 'nobody' : chosen.name}` : 'Assign'}
        </button>
      </form>
    </Dialog>
  );
}

function useCandidates(): Candidate[] {
  const { data: people = [] } = useQuery(peopleQuery());
  const { data: session } = useQuery(sessionQuery());
  const me = session?.person;
  const others = people.filter(
    (person) => person.id !== me?.id && !person.isDisabled && mayCall(person, 'acknowledgeAlert'),
  );
  return [...(me ? [{ ...me, name: `${me.name} (you)` }] : []), ...others, nobody];
}
