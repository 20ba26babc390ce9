import type { ReviewCase } from '#contract/review.ts';
import type { Actor } from '../../access/actor.ts';
import type { StageOf } from '../../automation-store.ts';
import type { Ports } from '../../ports.ts';
import { caseOf } from './case-of.ts';
import { LEASE_MS, reviewerRole } from './lease.ts';

/** The next case for a person; nobody else gets it meanwhile. */
export async function takeReview(ports: Ports, of: StageOf, actor: Actor): Promise<ReviewCase | null> {
  const role = reviewerRole(actor);
  const nowMs = await ports.control.currentTime();
  const taken = await ports.control.takeReview(of, { id: actor.id, nowMs }, nowMs + LEASE_MS);
  return taken ? caseOf(ports, taken, role) : null;
}
