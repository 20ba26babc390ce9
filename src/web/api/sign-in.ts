import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { signInRoutes } from '#contract/routes/sign-in-routes.ts';
import type { Session } from '#contract/session.ts';
import type { PasswordChange, SignIn } from '#contract/sign-in.ts';
import { isAccessRefused, sessionQuery } from './session.ts';

export function signInMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['session', 'sign-in'],
    mutationFn: (body: SignIn) => callApi(signInRoutes.signIn, { body }),
    onSuccess: (session) => becomes(client, session),
  });
}

export function signOutMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['session', 'sign-out'],
    mutationFn: () => callApi(signInRoutes.signOut, {}),
    onSuccess: (session) => becomes(client, session),
  });
}

export function changePasswordMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['session', 'password'],
    mutationFn: (body: PasswordChange) => callApi(signInRoutes.changePassword, { body }),
    onSuccess: (session) => becomes(client, session),
  });
}

/** Everything else is asked again: others may see other things. What was refused is forgotten, else it would be shown once more. */
async function becomes(client: QueryClient, session: Session): Promise<void> {
  await client.cancelQueries({ queryKey: sessionQuery().queryKey });
  client.removeQueries({
    predicate: ({ state }) => isAccessRefused(state.error) && state.data === undefined,
  });
  client.setQueryData(sessionQuery().queryKey, session);
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}
