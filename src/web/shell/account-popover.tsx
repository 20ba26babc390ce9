import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import type { PageSession } from '../api/session.ts';
import { signInMutation, signOutMutation } from '../api/sign-in.ts';
import { showToast } from '../ui/toasts.ts';
import { auditPath, settingsPath, type SettingsSection } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './account-menu.module.css';
import { reasonOf } from './boundary.tsx';

export interface AccountPopoverProps {
  session: PageSession;
  triggerRef: RefObject<HTMLElement | null>;
  onOpenChange: (isOpen: boolean) => void;
}

/** A file of its own, because the code behind its overlay is loaded when it is first opened. */
export function AccountPopover({ session, triggerRef, onOpenChange }: AccountPopoverProps) {
  const close = () => onOpenChange(false);
  return (
    <Popover
      className={styles.popover}
      placement="bottom end"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={onOpenChange}
    >
      <Dialog className={styles.dialog} aria-label="Account">
        <Who session={session} />
        <Links session={session} onFollowed={close} />
        {session.samplePeople.length > 0 && <SamplePeople session={session} onChosen={close} />}
        {session.state === 'person' && <SignOut name="Sign out" onDone={close} />}
      </Dialog>
    </Popover>
  );
}

function Who({ session: { state, person } }: { session: PageSession }) {
  if (!person) return <p>Nobody is signed in.</p>;
  return (
    <div>
      <p className={styles.who}>{person.name}</p>
      <p className={styles.about}>
        {state === 'local'
          ? 'Nobody has an account here yet, so whoever is at this machine is its admin.'
          : `${person.role}${state === 'sample' ? ', of the sample' : ''}`}
      </p>
    </div>
  );
}

function Links({ session, onFollowed }: { session: PageSession; onFollowed: () => void }) {
  const { view } = useView();
  const sections: [SettingsSection, string][] = [
    ...(session.permissions.includes('listPeople')
      ? [['people', 'People'] as [SettingsSection, string]]
      : []),
    ...(session.permissions.includes('listChannels')
      ? [['notifications', 'Notifications'] as [SettingsSection, string]]
      : []),
    ...(session.permissions.includes('listApiKeys')
      ? [['keys', 'API keys'] as [SettingsSection, string]]
      : []),
    ...(session.state === 'person' ? [['password', 'Password'] as [SettingsSection, string]] : []),
  ];
  return (
    <ul className={styles.links}>
      {sections.map(([section, label]) => (
        <li key={section}>
          <Link href={settingsPath(section, view)} onClick={onFollowed}>
            {label}
          </Link>
        </li>
      ))}
      {session.permissions.includes('listAudit') && (
        <li>
          <Link href={auditPath(view)} onClick={onFollowed}>
            Audit
          </Link>
        </li>
      )}
    </ul>
  );
}

function SamplePeople({ session, onChosen }: { session: PageSession; onChosen: () => void }) {
  const signIn = useMutation(signInMutation(useQueryClient()));
  return (
    <section aria-labelledby="sample-people" className={styles.people}>
      <h2 id="sample-people">Try it as</h2>
      <ul>
        {session.samplePeople.map(({ id, name, role }) => (
          <li key={id}>
            <button
              type="button"
              data-kind="plain"
              aria-pressed={session.state === 'sample' && session.person?.id === id}
              disabled={signIn.isPending}
              onClick={() =>
                signIn.mutate(
                  { samplePerson: id },
                  {
                    onSuccess: () => {
                      showToast(`You are ${name} (${role}) now.`);
                      onChosen();
                    },
                  },
                )
              }
            >
              {name}, {role}
            </button>
          </li>
        ))}
        {session.state === 'sample' && (
          <li>
            <SignOut name="Yourself again" onDone={onChosen} />
          </li>
        )}
      </ul>
      {signIn.error && <p role="alert">Not changed: {reasonOf(signIn.error)}</p>}
    </section>
  );
}

function SignOut({ name, onDone }: { name: string; onDone: () => void }) {
  const signOut = useMutation(signOutMutation(useQueryClient()));
  return (
    <>
      <button
        type="button"
        data-kind="plain"
        disabled={signOut.isPending}
        onClick={() => signOut.mutate(undefined, { onSuccess: onDone })}
      >
        {name}
      </button>
      {signOut.error && <p role="alert">Still signed in: {reasonOf(signOut.error)}</p>}
    </>
  );
}
