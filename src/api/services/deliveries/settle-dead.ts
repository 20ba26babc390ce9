import type { Delivery } from '#contract/delivery.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, notFound } from '../../errors.ts';
import type { StoredDelivery } from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { toDeliveries } from './to-delivery.ts';

/** Tries a dead letter again, or puts it away. */
export async function settleDead(
  ports: Ports,
  { id, by, actor }: { id: number; by: 'retry' | 'discard'; actor: Actor },
): Promise<Delivery> {
  const before = await ports.control.findDelivery(id);
  if (!before) throw notFound(`delivery ${id}`);
  const audit = auditEntry(actor, ports.now(), {
    action: `delivery.${by}`,
    subject: before.key,
    before: summaryOf(before),
    after: { state: by === 'retry' ? 'waiting' : 'discarded' },
  });
  const after = await (by === 'retry'
    ? ports.control.reviveDelivery(id, audit)
    : ports.control.discardDelivery(id, audit));
  if (!after) throw conflict('nothing to do', `the delivery ${id} is ${before.state}, no dead letter`);
  const [delivery] = await toDeliveries(ports, [after]);
  return delivery as Delivery; // one in, one out
}

function summaryOf({ channelId, state, attempts, note }: StoredDelivery) {
  return { channelId, state, attempts, note };
}
