import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { sessionQuery } from '../api/session.ts';
import styles from './account-menu.module.css';

const AccountPopover = lazy(async () => ({
  default: (await import('./account-popover.tsx')).AccountPopover,
}));

/** Who is at the page, and what they can do about it. */
export function AccountMenu() {
  const { data: session } = useQuery(sessionQuery());
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  if (!session) return null;
  const name = session.person?.name ?? session.ended?.name ?? 'Signed out';
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        data-initials={initialsOf(name)}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={session.person && `${name}, ${session.person.role}`}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="visually-hidden">Account:</span> <span className={styles.name}>{name}</span>
      </button>
      {isOpen && (
        <Suspense>
          <AccountPopover session={session} triggerRef={trigger} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

/** Of the first and the last word. */
function initialsOf(name: string): string {
  return (name.match(/^\S|(?<=\s)\S(?=\S*$)/gu) ?? []).join('').toUpperCase();
}
