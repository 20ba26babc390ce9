import type { PersonRole } from '#contract/person-role.ts';

/** Who acts: a person, or a part of the server or of the team's machinery that acts in its own name. */
export type Actor = {
  kind: 'person' | 'machine';
  /** Stable, and never given to anybody else; what `createdBy` and the audit hold. */
  id: string;
  name: string;
  role: PersonRole;
  origin: Origin;
};

/** From where: null where it is not known, or where nobody asked from outside. */
export type Origin = { ip: string | null; userAgent: string | null; session: string | null };

export const inside: Origin = { ip: null, userAgent: null, session: null };

/** Whoever is at this machine, as long as the server has no accounts. */
export function localActor(origin: Origin): Actor {
  return { kind: 'person', id: 'local', name: 'Local user', role: 'admin', origin };
}

/** A part of the server that decides by itself, such as the evaluation of rules. */
export function machineActor(id: string): Actor {
  return { kind: 'machine', id, name: id, role: 'admin', origin: inside };
}
