import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { notYours, reviewerRole } from './lease.ts';

/** Gives a case back; with `skip` it does not come back to this person. */
export async function leaveReview(
  ports: Ports,
  { id, actor, skip }: { id: string; actor: Actor; skip: boolean },
): Promise<{ id: string }> {
  reviewerRole(actor);
  const nowMs = await ports.control.currentTime();
  if (!(await ports.control.leaveReview(id, { id: actor.id, nowMs }, skip))) throw await notYours(ports, id);
  return { id };
}
