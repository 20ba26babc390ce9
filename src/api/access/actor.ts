import type { Person } from '#contract/person.ts';
import type { PersonRole } from '#contract/person-role.ts';

/** Who acts: a person, a machine with a key, or a part of the server that acts in its own name. */
export type Actor = {
  kind: 'person' | 'key' | 'machine';
  /** Stable, and never given to anybody else; what `createdBy` and the audit hold. */
  id: string;
  name: string;
  /** Null for keys: their scopes say what they may do. */
  role: PersonRole | null;
  origin: Origin;
};

/** From where: null where it is not known, or where nobody asked from outside. */
export type Origin = { ip: string | null; userAgent: string | null; session: string | null };

export const inside: Origin = { ip: null, userAgent: null, session: null };

const machineIds = ['anchorwatch', 'command-line', 'ingest', 'sample', 'simulator'] as const;
export type MachineId = (typeof machineIds)[number];

/** Names that no person can have: they stand for the server's parts, for whoever is at its machine, and for nobody known. */
export const reservedIds: readonly string[] = [...machineIds, 'local', 'unknown'];

/** A part of the server that decides by itself, such as the evaluation of rules. */
export function machineActor(id: MachineId): Actor {
  return { kind: 'machine', id, name: id, role: 'admin', origin: inside };
}

/** Whoever is at this machine, as long as the server has no accounts. */
export function localActor(origin: Origin): Actor {
  return { kind: 'person', id: 'local', name: 'Local user', role: 'admin', origin };
}

export function personActor({ id, name, role }: Person, origin: Origin): Actor {
  return { kind: 'person', id, name, role, origin };
}

/** Who tried to sign in, and did not. */
export function unknownActor(origin: Origin): Actor {
  return { kind: 'person', id: 'unknown', name: 'Unknown', role: null, origin };
}
