import type { PushState, PushSubscriptionRequest } from '#contract/push-subscription.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function pushState({ control, notifier }: Ports, actor: Actor): Promise<PushState> {
  const [publicKey, own] = await Promise.all([notifier.pushKey(), control.listPushSubscriptions([actor.id])]);
  return { publicKey, devices: own.map(({ endpoint, since }) => ({ endpoint, since })) };
}

export async function subscribePush(
  ports: Ports,
  subscription: PushSubscriptionRequest,
  actor: Actor,
): Promise<PushState> {
  const at = ports.now();
  const audit = auditEntry(actor, at, {
    action: 'push.subscribe',
    subject: actor.id,
    after: originOf(subscription.endpoint),
  });
  await ports.control.putPushSubscription(
    { ...subscription, person: actor.id, since: at.toISOString() },
    audit,
  );
  return pushState(ports, actor);
}

/** Only one's own. */
export async function unsubscribePush(ports: Ports, endpoint: string, actor: Actor): Promise<PushState> {
  const own = await ports.control.listPushSubscriptions([actor.id]);
  if (own.some((one) => one.endpoint === endpoint)) {
    const before = originOf(endpoint);
    const audit = auditEntry(actor, ports.now(), { action: 'push.unsubscribe', subject: actor.id, before });
    await ports.control.deletePushSubscription(endpoint, audit);
  }
  return pushState(ports, actor);
}

/** The rest of the address is what lets somebody send. */
function originOf(endpoint: string): string {
  return new URL(endpoint).origin;
}
