import { createHash } from 'node:crypto';
import type { Notice, NoticeAttempt, StoredPushSubscription } from '#api/notification-store.ts';
import { attempt } from './attempt.ts';
import { digestTitle, messageWords } from './message-words.ts';
import { encryptPush } from './push-encryption.ts';
import { alertUrl, type SenderContext } from './sender.ts';
import { vapidHeader } from './vapid.ts';

const DAY_SECONDS = 86_400;
const TEXT_LENGTH = 500;
/** The browser gave the subscription back, or it ran out. */
const goneStatuses = [404, 410];

export type PushContext = SenderContext & {
  vapidKey: string;
  subscriptions: readonly StoredPushSubscription[];
  /** A browser that takes nothing any more. */
  forget: (subscription: StoredPushSubscription) => Promise<void>;
};

/**
 * To every browser of whoever is told. It has worked when no browser failed; a browser that gets it again shows it once,
 * because the notice has its key as tag.
 */
export async function sendWebPush(notice: Notice, context: PushContext): Promise<NoticeAttempt> {
  const { subscriptions, forget } = context;
  const attempts = await Promise.all(
    subscriptions.map(async (subscription) => {
      const outcome = await push(subscription, notice, context);
      if (outcome.status === null || !goneStatuses.includes(outcome.status)) return [outcome];
      await forget(subscription);
      return [];
    }),
  );
  const reached = attempts.flat();
  const failed = reached.find(({ ok }) => !ok);
  if (failed) return failed;
  const [first] = reached;
  const answer = `${reached.length} ${reached.length === 1 ? 'browser' : 'browsers'}`;
  if (first) return { ...first, answer };
  return {
    ok: false,
    status: null,
    latencyMs: 0,
    answer: '',
    error: 'nobody of those it is for has switched notifications on in a browser',
    retryAfterMs: null,
    isFinal: false,
  };
}

function push(
  { endpoint, keys }: StoredPushSubscription,
  notice: Notice,
  context: PushContext,
): Promise<NoticeAttempt> {
  const { origin, vapidKey, guard, now } = context;
  const subject = origin.startsWith('https:') ? origin : 'mailto:anchorwatch@localhost';
  return attempt(guard, {
    url: endpoint,
    body: encryptPush(JSON.stringify(pushText(notice, context)), keys),
    headers: {
      authorization: vapidHeader(vapidKey, { endpoint, subject, atMs: now().getTime() }),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(DAY_SECONDS),
      urgency: notice.messages.some(({ message }) => message.severity === 'critical') ? 'high' : 'normal',
      topic: topicOf(notice),
    },
  });
}

/** What the service worker reads. */
function pushText(notice: Notice, context: SenderContext) {
  const [only, ...more] = notice.messages;
  const isDigest = !only || more.length > 0;
  const words = isDigest ? { title: digestTitle(notice), text: '' } : messageWords(only);
  return {
    title: words.title.slice(0, TEXT_LENGTH),
    body: words.text.slice(0, TEXT_LENGTH),
    url: isDigest ? `${context.origin}/alerts` : alertUrl(context, only.alert),
    tag: notice.key,
    isUrgent: notice.messages.some(
      ({ message }) => message.severity === 'critical' && message.kind !== 'resolve',
    ),
  };
}

/** A later message of an alert takes the place of one that the browser has not fetched yet. */
function topicOf({ key, messages }: Notice): string {
  const [only, ...more] = messages;
  const about = only && more.length === 0 ? only.alert.id : key;
  return createHash('sha256').update(about).digest('base64url').slice(0, 32);
}
