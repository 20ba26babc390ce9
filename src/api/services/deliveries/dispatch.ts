import type { ChannelKind } from '#contract/notification-channel.ts';
import { nextAttemptMs } from '#control/notification/next-attempt.ts';
import { skipReason } from '#control/notification/skip-reason.ts';
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  NoticeAttempt,
  StoredChannel,
} from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';
import { LATE_MS, planMessages } from './plan.ts';

type DispatchPorts = Pick<Ports, 'control' | 'notifier' | 'secrets'>;

/** Longer than any attempt takes: what is claimed is not sent by another server meanwhile. */
export const LEASE_MS = 60_000;
/** A channel that hangs holds up as many of its own messages, and no other channel. */
const MOST_OF_CHANNEL = 4;

/** Read by people: what comes late comes in one message. Machines want each alert for itself. */
const digested: readonly ChannelKind[] = ['webhook', 'slack', 'teams', 'email', 'ntfy', 'webpush'];

/**
 * Starts all deliveries that are due, and returns those that it started.
 *
 * @param underWay by channel, those that earlier calls started and that have not ended; kept up to date
 */
export async function dispatchDue(
  ports: DispatchPorts,
  underWay: Map<string, number>,
  leaseMs: number = LEASE_MS,
): Promise<Promise<void>[]> {
  await planMessages(ports, leaseMs);
  const { control } = ports;
  const channels = (await control.listChannels()).filter(({ isEnabled }) => isEnabled);
  await control.skipOtherChannels(
    channels.map(({ id }) => id),
    'the channel was switched off or taken away',
  );
  const readers = channels.filter(({ settings }) => digested.includes(settings.kind));
  await control.gatherDigests(
    readers.map(({ id }) => id),
    LATE_MS,
  );
  const started: Promise<void>[] = [];
  for (const channel of channels) {
    const free = MOST_OF_CHANNEL - (underWay.get(channel.id) ?? 0);
    if (free <= 0) continue;
    for (const claim of await control.claimDeliveries(channel.id, free, leaseMs)) {
      underWay.set(channel.id, (underWay.get(channel.id) ?? 0) + 1);
      const ended = deliverOne(ports, channel, claim).finally(() =>
        underWay.set(channel.id, (underWay.get(channel.id) ?? 1) - 1),
      );
      started.push(ended);
    }
  }
  return started;
}

async function deliverOne(
  ports: DispatchPorts,
  channel: StoredChannel,
  claim: ClaimedDelivery,
): Promise<void> {
  const { control, notifier, secrets } = ports;
  const skip = await skipOf(ports, claim);
  if (skip !== null) {
    await control.settleDelivery(claim, { state: 'skipped', note: skip });
    return;
  }
  const { key, messages } = claim;
  const attempt = await notifier.deliver(channel, { key, messages, isTest: false }).catch(brokenAttempt);
  const chance = (secrets.randomBytes(1)[0] ?? 0) / 255;
  await control.settleDelivery(claim, outcomeOf(attempt, claim, chance));
}

async function skipOf(
  { control }: DispatchPorts,
  { kind, level, messages }: ClaimedDelivery,
): Promise<string | null> {
  const [only] = messages;
  if (!only) return 'its message is gone';
  if (kind === 'digest' || kind === 'resolve' || level === 0) return null;
  const alert = await control.findAlert(only.alert.id);
  return alert ? skipReason(only.message, level, alert.state) : 'its alert is gone';
}

/** A fault of our own, such as an address that no part of the server understands: it must not lose the message. */
function brokenAttempt(fault: unknown): NoticeAttempt {
  const error = fault instanceof Error ? fault.message : String(fault);
  return { ok: false, status: null, latencyMs: 0, answer: '', error, retryAfterMs: null, isFinal: false };
}

function outcomeOf(
  { ok, latencyMs, answer, error, retryAfterMs, isFinal }: NoticeAttempt,
  { attempts, ageMs }: ClaimedDelivery,
  chance: number,
): DeliveryOutcome {
  if (ok) return { state: 'sent', latencyMs, note: answer === '' ? null : answer };
  const note = error ?? 'it failed';
  if (isFinal) return { state: 'dead', latencyMs, note };
  const retryMs = nextAttemptMs({ attempts, ageMs, retryAfterMs, chance });
  return retryMs === null
    ? { state: 'dead', latencyMs, note }
    : { state: 'waiting', latencyMs, note, retryMs };
}
