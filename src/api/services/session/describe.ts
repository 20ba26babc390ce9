import { mayCall, permissions, type RouteName } from '#contract/permissions.ts';
import type { Session } from '#contract/session.ts';
import type { Caller } from '../../access/authenticate.ts';
import type { Ports } from '../../ports.ts';

export async function describeSession({ control, listener }: Ports, caller: Caller): Promise<Session> {
  const isOpen = caller.state === 'local' || caller.state === 'sample';
  const people = isOpen && listener.hasSample ? await control.listPeople() : [];
  return {
    state: caller.state,
    ...('actor' in caller &&
      caller.actor.role !== null && { person: summary(caller.actor, caller.actor.role) }),
    ...('signedInAt' in caller && { signedInAt: caller.signedInAt }),
    permissions: permissionsOf(caller),
    samplePeople: people
      .filter(({ provider, isDisabled }) => provider === 'sample' && !isDisabled)
      .map((person) => summary(person, person.role)),
  };
}

function permissionsOf(caller: Caller): RouteName[] {
  const who = {
    role: 'actor' in caller ? caller.actor.role : null,
    ...('scopes' in caller && { scopes: caller.scopes }),
  };
  return (Object.keys(permissions) as RouteName[]).filter((route) => mayCall(who, route));
}

function summary<Role>({ id, name }: { id: string; name: string }, role: Role) {
  return { id, name, role };
}
