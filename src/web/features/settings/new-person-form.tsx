import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { PersonWithPassword } from '#contract/person.ts';
import { personRoles, type PersonRole } from '#contract/person-role.ts';
import { createPersonMutation } from '../../api/people.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './settings-page.module.css';

const nothing = { id: '', name: '', email: '' };

/** The first account is an admin's: who else could make the next one? */
export function NewPersonForm({
  isFirst,
  isDisabled,
  onMade,
}: {
  isFirst: boolean;
  isDisabled: boolean;
  onMade: (made: PersonWithPassword) => void;
}) {
  const create = useMutation(createPersonMutation(useQueryClient()));
  const [fields, setFields] = useState(nothing);
  const [chosen, setRole] = useState<PersonRole>('engineer');
  const role = isFirst ? 'admin' : chosen;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const email = fields.email.trim();
    create.mutate(
      { id: fields.id, name: fields.name, role, ...(email !== '' && { email }) },
      {
        onSuccess(made) {
          setFields(nothing);
          onMade(made);
        },
      },
    );
  };
  const roles = isFirst ? (['admin'] as const) : personRoles;
  return (
    <form onSubmit={submit} aria-labelledby="new-person">
      <h2 id="new-person">{isFirst ? 'First account' : 'New account'}</h2>
      <fieldset className={styles.form} disabled={isDisabled} aria-label="Of the account">
        <label>
          Full name
          <input
            required
            maxLength={100}
            autoComplete="off"
            value={fields.name}
            onChange={({ target }) => setFields({ ...fields, name: target.value })}
          />
        </label>
        <label>
          Sign-in name, for good
          <input
            required
            maxLength={64}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={fields.id}
            onChange={({ target }) => setFields({ ...fields, id: target.value })}
          />
        </label>
        <label>
          E-mail, if any
          <input
            type="email"
            maxLength={200}
            autoComplete="off"
            value={fields.email}
            onChange={({ target }) => setFields({ ...fields, email: target.value })}
          />
        </label>
        <Select
          label="Role"
          options={roles.map((known) => ({ value: known, label: known }))}
          value={role}
          onChange={setRole}
        />
        {create.error && (
          <p role="alert" className={styles.error}>
            Not made: {reasonOf(create.error)}
          </p>
        )}
        <button type="submit" data-kind="primary" disabled={create.isPending}>
          {create.isPending ? 'Making it …' : 'Make the account'}
        </button>
      </fieldset>
    </form>
  );
}
