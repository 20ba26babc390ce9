import { queryOptions } from '@tanstack/react-query';
import { ApiError, callApi } from '#contract/client.ts';
import { sessionRoutes } from '#contract/routes/session-routes.ts';
import type { Session } from '#contract/session.ts';
import { pollEvery } from './polling.ts';

/** How soon a page notices by itself that a role was changed or a session has ended; a refused request tells it at once. */
const POLL_MS = 60_000;

/** `ended`: whose session ended while the page was open. What is on the page stays until somebody signs in again. */
export type PageSession = Session & { ended?: NonNullable<Session['person']> };

export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal, client }): Promise<PageSession> => {
      const before = client.getQueryData<PageSession>(['session']);
      const session = await callApi(sessionRoutes.session, {}, { signal });
      if (session.state !== 'signedOut') return session;
      const ended = before?.person ?? before?.ended;
      return ended ? { ...session, ended } : session;
    },
    refetchInterval: pollEvery(POLL_MS),
  });
}

/** A refusal for want of a session or of a role: what the page believes of its session is out of date. */
export function isAccessRefused(error: unknown): boolean {
  return isSignedOut(error) || (error instanceof ApiError && error.type === '/problems/not-allowed');
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.type === '/problems/signed-out';
}
