import type { Silence, SilenceRequest } from '#contract/silence.ts';
import { breadthOf } from '#control/alert/silence-breadth.ts';
import type { Actor } from '../../access/actor.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { caughtNow } from './caught-now.ts';

/** A silence is no way to switch a rule off. */
const LONGEST_MS = 7 * 86_400_000;

export async function createSilence(
  ports: Ports,
  { matchers, until, reason }: SilenceRequest,
  actor: Actor,
): Promise<Silence> {
  const nowMs = await ports.control.currentTime();
  const lengthMs = Date.parse(until) - nowMs;
  if (lengthMs <= 0) throw badRequest('the end of a silence lies ahead');
  if (lengthMs > LONGEST_MS) throw badRequest('a silence lasts 7 days at most');
  const caught = await caughtNow(ports, matchers);
  const reasons = breadthOf({ matchers, lengthMs, caughtNow: caught.length });
  const silence: Silence = {
    id: ports.newId(),
    matchers,
    reason,
    from: new Date(nowMs).toISOString(),
    until: new Date(until).toISOString(),
    createdBy: actor.id,
    ...(reasons.length > 0 && { approval: { reasons } }),
  };
  const change = { action: 'silence.create', subject: silence.id, after: silence, reason };
  await ports.control.createSilence(silence, auditEntry(actor, new Date(nowMs), change));
  return silence;
}
