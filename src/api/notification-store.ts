import type { AlertSubject } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { DeliveryState } from '#contract/delivery.ts';
import type { DeliveryHealth } from '#contract/delivery-health.ts';
import type { Channel, ChannelSecrets, DeliveryAttempt } from '#contract/notification-channel.ts';
import type { RouteTable } from '#contract/notification-route.ts';
import type { PushSubscriptionRequest } from '#contract/push-subscription.ts';
import type { MessageKind } from '#control/alert/message-kind.ts';
import type { Message } from '#control/alert/step.ts';
import type { PlannedDelivery } from '#control/notification/plan-message.ts';
import type { StoredAlert } from './alert-store.ts';
import type { AuditEntry } from './ports.ts';

export type StoredChannel = Omit<Channel, 'secretHints'> & { secrets: ChannelSecrets };

/** One message by one channel, and what became of it. */
export type StoredDelivery = {
  id: number;
  /** Of the message; of a digest, its own. */
  key: string;
  /** Null for a digest. */
  alertId: string | null;
  episode: number | null;
  subject: AlertSubject | null;
  kind: MessageKind | 'digest';
  severity: Severity;
  channelId: string;
  route: string;
  level: number;
  state: DeliveryState;
  attempts: number;
  queuedMs: number;
  dueMs: number;
  settledMs: number | null;
  latencyMs: number | null;
  note: string | null;
};

/** What one delivery tells: one message, or those of a digest, oldest first. */
export type ToldMessage = {
  key: string;
  message: Message;
  /** As it was when the message was written. */
  alert: StoredAlert;
};

/** A delivery that is the caller's until the lease ends; `attempts` counts the one that begins. */
export type ClaimedDelivery = Pick<
  StoredDelivery,
  'id' | 'key' | 'kind' | 'severity' | 'channelId' | 'level' | 'attempts'
> & {
  /** Since the first attempt was due. */
  ageMs: number;
  messages: ToldMessage[];
};

export type DeliveryOutcome =
  | { state: 'sent'; latencyMs: number; note: string | null }
  | { state: 'waiting'; latencyMs: number; note: string; retryMs: number }
  | { state: 'dead'; latencyMs: number | null; note: string }
  | { state: 'skipped'; note: string };

/** What is on its way to people and machines. Times are those of the store's own clock. */
interface DeliveryStore {
  /** Hands a message of the outbox to its channels, with the message's mark, in one write. Again: nothing happens. */
  planDeliveries(key: string, planned: readonly PlannedDelivery[]): Promise<void>;
  /** By which channels an episode has been told, or is about to be, in the order of it. */
  listTold(alertId: string, episode: number): Promise<{ channelId: string; route: string; level: number }[]>;
  /** Alerts whose latest episode a channel was told of, that are open or ended since. */
  listToldAlerts(channelId: string, endedSinceMs: number): Promise<StoredAlert[]>;
  /**
   * Puts what is due, and late or held back, into one digest a channel; two of a channel or more, else they go alone.
   * Late: decided so, or due for longer than that.
   */
  gatherDigests(channelIds: readonly string[], lateMs: number): Promise<void>;
  /** Gives up what waits for any other channel: it was taken away or switched off. */
  skipOtherChannels(channelIds: readonly string[], note: string): Promise<void>;
  /** Those of a channel that are due, at most one of an alert: a later message waits for the one before it. */
  claimDeliveries(channelId: string, most: number, leaseMs: number): Promise<ClaimedDelivery[]>;
  /** False where somebody else took the delivery after this attempt's lease had ended. */
  settleDelivery(claim: Pick<ClaimedDelivery, 'id' | 'attempts'>, outcome: DeliveryOutcome): Promise<boolean>;

  findDelivery(id: number): Promise<StoredDelivery | undefined>;
  /** The latest first. */
  listDeliveries(
    selection: { alertId?: string | undefined; state?: DeliveryState | undefined },
    most: number,
  ): Promise<StoredDelivery[]>;
  /** Undefined, and no audit entry, where the delivery is not dead. */
  reviveDelivery(id: number, audit: AuditEntry): Promise<StoredDelivery | undefined>;
  discardDelivery(id: number, audit: AuditEntry): Promise<StoredDelivery | undefined>;
  deliveryHealth(): Promise<DeliveryHealth>;
  /** What was told before that time, and the messages of it; what waits or is dead stays. */
  forgetDeliveries(beforeMs: number): Promise<void>;
}

export type StoredPushSubscription = PushSubscriptionRequest & { person: string; since: string };

interface PushStore {
  /** Of these people, or of all. */
  listPushSubscriptions(people?: readonly string[]): Promise<StoredPushSubscription[]>;
  /** A browser has one owner: the one who switched it on last. */
  putPushSubscription(subscription: StoredPushSubscription, audit: AuditEntry): Promise<void>;
  deletePushSubscription(endpoint: string, audit: AuditEntry): Promise<void>;
  /** The value under a name: the given one if there is none yet, so that servers of one database agree. */
  keepServerSecret(name: string, value: string): Promise<string>;
}

/** Who is told of alerts, by what, and what became of it. */
export interface NotificationStore extends DeliveryStore, PushStore {
  /** By name. */
  listChannels(): Promise<StoredChannel[]>;
  findChannel(id: string): Promise<StoredChannel | undefined>;
  /** Revision 1 makes it, a higher one replaces the one before; false where that is not what there is. */
  writeChannel(channel: StoredChannel, audit: AuditEntry): Promise<boolean>;
  /** False where it is not of that revision. */
  deleteChannel(which: { id: string; revision: number }, audit: AuditEntry): Promise<boolean>;
  readRoutes(): Promise<RouteTable>;
  /** False where the table is not of the revision before. */
  writeRoutes(table: RouteTable, audit: AuditEntry): Promise<boolean>;
}

/** What is told by a channel at once. */
export type Notice = {
  key: string;
  messages: readonly ToldMessage[];
  isTest: boolean;
};

/** One attempt; a receiver may ask for time, or say that it will never take it. */
export type NoticeAttempt = DeliveryAttempt & { retryAfterMs: number | null; isFinal: boolean };

/** What carries notices out. It answers within the lease of a delivery, whatever the receiver does. */
export interface Notifier {
  deliver(channel: StoredChannel, notice: Notice): Promise<NoticeAttempt>;
  /** Says again what is open, and what ended a short while ago, to a receiver that forgets; with a sign of our own life. */
  refresh(channel: StoredChannel, alerts: readonly StoredAlert[]): Promise<NoticeAttempt>;
  /** The public key that browsers ask for before they take messages from this server. */
  pushKey(): Promise<string>;
}
