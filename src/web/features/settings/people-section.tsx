import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person, PersonChange, PersonWithPassword } from '#contract/person.ts';
import { personRoles } from '#contract/person-role.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { changePersonMutation, peopleQuery, resetPasswordMutation } from '../../api/people.ts';
import { formatDay } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toasts.ts';
import { NewPersonForm } from './new-person-form.tsx';
import { OneTimeSecret } from './one-time-secret.tsx';
import styles from './settings-page.module.css';

/** Who works with this server, and what they may do. */
export function PeopleSection() {
  const [made, setMade] = useState<PersonWithPassword>();
  const { data: people } = useQuery({
    ...peopleQuery(),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const obstacle = useObstacle('createPerson');
  if (!people) return <p className={styles.loading}>Looking up the people …</p>;
  const hasAccounts = people.some(({ provider }) => provider === 'local');
  return (
    <>
      <p className={styles.lead}>
        {hasAccounts
          ? 'Viewers see everything and change nothing; on-call answer alerts; engineers decide what is watched; approvers decide on rollouts and read the audit; admins do all of it.'
          : 'Nobody has an account yet: whoever is at this machine is its admin, and nobody else can reach the server. With the first account, an admin’s, everybody must sign in, and the people of the sample can no longer be tried.'}
      </p>
      {obstacle !== undefined && <p className={styles.lead}>{obstacle}</p>}
      {made && (
        <OneTimeSecret
          what={`The password of ${made.person.name} (sign-in name ${made.person.id}).`}
          secret={made.password}
          onDone={() => setMade(undefined)}
        />
      )}
      {people.length > 0 && (
        <PeopleTable people={people} isDisabled={obstacle !== undefined} onPassword={setMade} />
      )}
      <NewPersonForm isFirst={!hasAccounts} isDisabled={obstacle !== undefined} onMade={setMade} />
    </>
  );
}

function PeopleTable({
  people,
  isDisabled,
  onPassword,
}: {
  people: readonly Person[];
  isDisabled: boolean;
  onPassword: (made: PersonWithPassword) => void;
}) {
  return (
    <fieldset className={styles.scroller} disabled={isDisabled} aria-label="Accounts">
      <table>
        <caption className="visually-hidden">People, by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Sign-in name</th>
            <th scope="col">Role</th>
            <th scope="col">Account</th>
            <th scope="col">Since</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} onPassword={onPassword} />
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

function PersonRow({
  person,
  onPassword,
}: {
  person: Person;
  onPassword: (made: PersonWithPassword) => void;
}) {
  const client = useQueryClient();
  const zone = useZone();
  const change = useMutation(changePersonMutation(client));
  const reset = useMutation(resetPasswordMutation(client));
  const { id, name, role, provider, isDisabled } = person;
  const become = (patch: Partial<PersonChange>, said: string) => {
    const { email } = person;
    const next = { name, role, isDisabled, ...(email !== undefined && { email }), ...patch };
    change.mutate({ id, change: next }, { onSuccess: () => showToast(said) });
  };
  const failed = change.error ?? reset.error;
  return (
    <tr data-past={isDisabled || undefined}>
      <th scope="row">
        <LongName name={name} />
      </th>
      <td>{id}</td>
      <td>
        <Select
          label={`Role of ${name}`}
          isLabelHidden
          options={personRoles.map((known) => ({ value: known, label: known }))}
          value={role}
          isDisabled={change.isPending}
          onChange={(chosen) => become({ role: chosen }, `${name} is ${chosen} now.`)}
        />
      </td>
      <td>{isDisabled ? 'disabled' : provider === 'sample' ? 'of the sample' : 'password'}</td>
      <td>{formatDay(Date.parse(person.createdAt), zone)}</td>
      <td>
        <span className={styles.acts}>
          <button
            type="button"
            disabled={change.isPending}
            onClick={() =>
              become(
                { isDisabled: !isDisabled },
                isDisabled ? `${name} can sign in again.` : `${name} is signed out and cannot sign in.`,
              )
            }
          >
            {isDisabled ? 'Enable' : 'Disable'} <span className="visually-hidden">{name}</span>
          </button>
          {provider === 'local' && (
            <button
              type="button"
              disabled={reset.isPending}
              onClick={() => reset.mutate(id, { onSuccess: onPassword })}
            >
              New password <span className="visually-hidden">for {name}</span>
            </button>
          )}
        </span>
        {failed && (
          <p role="alert" className={styles.error}>
            Not changed: {reasonOf(failed)}
          </p>
        )}
      </td>
    </tr>
  );
}
