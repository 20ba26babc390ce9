import { useQuery } from '@tanstack/react-query';
import { permissions, type RouteName } from '#contract/permissions.ts';
import { useConnection } from './connection.ts';
import { sessionQuery } from './session.ts';

/**
 * Why this person cannot have a route called now, as a sentence; undefined when nothing speaks against it. A control
 * with an obstacle stays visible, disabled, and says it. Until the session is known nothing is held against anybody: the
 * server decides.
 */
export function useObstacle(route: RouteName): string | undefined {
  const isDown = useConnection().state === 'down';
  const { data: session } = useQuery(sessionQuery());
  if (isDown) return 'The server does not answer; nothing can be saved.';
  if (!session || session.permissions.includes(route)) return undefined;
  if (session.state === 'signedOut') return 'Your session has ended: sign in again.';
  const allowed = permissions[route];
  const whoMay = allowed === 'anyone' ? '' : `; this takes ${allowed.join(' or ')}`;
  return `Your role is ${session.person?.role ?? 'unknown'}${whoMay}.`;
}
