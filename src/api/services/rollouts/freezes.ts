import type { Freeze, FreezeRequest } from '#contract/rollout-freeze.ts';
import type { Actor } from '../../access/actor.ts';
import { badRequest, notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function listFreezes({ control }: Ports): Promise<Freeze[]> {
  return control.listFreezes(await control.currentTime());
}

export async function createFreeze(
  ports: Ports,
  { request, actor }: { request: FreezeRequest; actor: Actor },
): Promise<Freeze> {
  const nowMs = await ports.control.currentTime();
  const { from = new Date(nowMs).toISOString(), until, ...rest } = request;
  if (Date.parse(until) <= Math.max(nowMs, Date.parse(from)))
    throw badRequest('a freeze ends after it begins');
  const freeze: Freeze = {
    ...rest,
    id: ports.newId(),
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    createdBy: actor.id,
  };
  const change = { action: 'rollout.freeze', subject: freeze.id, after: freeze, reason: freeze.reason };
  await ports.control.createFreeze(freeze, auditEntry(actor, new Date(nowMs), change));
  return freeze;
}

export async function endFreeze(ports: Ports, { id, actor }: { id: string; actor: Actor }): Promise<Freeze> {
  const atMs = await ports.control.currentTime();
  const change = { action: 'rollout.thaw', subject: id };
  const ended = await ports.control.endFreeze({ id, atMs }, auditEntry(actor, new Date(atMs), change));
  if (!ended) throw notFound(`freeze ${id} in force or ahead`);
  return ended;
}
