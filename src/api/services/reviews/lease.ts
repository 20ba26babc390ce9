import type { PersonRole } from '#contract/person-role.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, forbidden, notFound, type Refusal } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

/** A case is somebody's for so long, and a decision can be taken back for as long. */
export const LEASE_MS = 600_000;

export function reviewerRole({ role }: Actor): PersonRole {
  if (role === null) throw forbidden('a key decides no case');
  return role;
}

/** Why a person cannot do anything with a case that he thought was his. */
export async function notYours({ control }: Ports, id: string): Promise<Refusal> {
  const review = await control.findReview(id);
  if (!review) return notFound(`case ${id}`);
  const { lease, decision } = review;
  if (decision) return conflict('the case is decided', `${decision.by} decided it at ${decision.at}`);
  if (lease) return conflict('somebody else has the case', `${lease.by} has it until ${lease.until}`);
  return conflict('the case is not yours', 'take the next one');
}
