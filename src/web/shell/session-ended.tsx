import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isSignedOut, sessionQuery } from '../api/session.ts';
import { Banner } from '../ui/banner.tsx';

const SignInAgain = lazy(async () => ({ default: (await import('./sign-in-again.tsx')).SignInAgain }));

/** Signs in again in place. An act that was refused for want of a session asks for it at once, and is not repeated by itself. */
export function SessionEnded() {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery());
  const [isOpen, setOpen] = useState(false);

  useEffect(
    () =>
      client.getMutationCache().subscribe(({ type, mutation }) => {
        if (type === 'updated' && mutation.state.status === 'error' && isSignedOut(mutation.state.error))
          setOpen(true);
      }),
    [client],
  );

  const ended = session?.ended;
  if (!ended) return null;
  return (
    <>
      <Banner
        severity="warning"
        action={
          <button type="button" onClick={() => setOpen(true)}>
            Sign in again
          </button>
        }
      >
        The session of {ended.name} has ended. What is on this page stays; it is not brought up to date.
      </Banner>
      <Suspense>
        <SignInAgain knownId={ended.id} isOpen={isOpen} onClose={() => setOpen(false)} />
      </Suspense>
    </>
  );
}
