import { inside } from '#api/access/actor.ts';
import type {
  Notice,
  NoticeAttempt,
  Notifier,
  StoredChannel,
  StoredPushSubscription,
} from '#api/notification-store.ts';
import type { ControlStore } from '#api/ports.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';
import { refreshAlertmanager, sendAlertmanager } from './alertmanager.ts';
import { sendEmail } from './email.ts';
import { sendNtfy } from './ntfy.ts';
import { sendPagerduty } from './pagerduty.ts';
import type { SenderContext } from './sender.ts';
import { sendSlack } from './slack.ts';
import { sendTeams } from './teams.ts';
import { newVapidKey, vapidPublicKey } from './vapid.ts';
import { sendWebPush } from './web-push.ts';
import { sendWebhook } from './webhook.ts';

/** Carries notices out by whatever a channel is. */
export function createNotifier({
  control,
  guard,
  origin,
  now,
}: {
  control: Pick<
    ControlStore,
    'keepServerSecret' | 'listPushSubscriptions' | 'deletePushSubscription' | 'listPeople'
  >;
  guard: TargetGuard;
  /** How people reach this server; asked late, because the port is known only when it listens. */
  origin: () => string;
  now: () => Date;
}): Notifier {
  let vapid: Promise<string> | undefined;
  const vapidKey = () => (vapid ??= control.keepServerSecret('vapid', newVapidKey()));
  const context = (): SenderContext => ({ guard, origin: origin(), now });

  async function forget({ endpoint, person }: StoredPushSubscription): Promise<void> {
    await control.deletePushSubscription(endpoint, {
      actor: 'anchorwatch',
      action: 'push.gone',
      subject: person,
      at: now().toISOString(),
      before: new URL(endpoint).origin,
      after: null,
      reason: 'the browser takes no more messages',
      origin: inside,
    });
  }

  async function pushTo(people: readonly string[], notice: Notice): Promise<NoticeAttempt> {
    const to = personOf(notice);
    const subscriptions = await control.listPushSubscriptions(
      to === undefined ? (people.length === 0 ? undefined : people) : [to],
    );
    if (to !== undefined && subscriptions.length === 0)
      return noWay(`${to} has no browser with notifications`);
    return sendWebPush(notice, { ...context(), vapidKey: await vapidKey(), subscriptions, forget });
  }

  async function mail(channel: Parameters<typeof sendEmail>[0], notice: Notice): Promise<NoticeAttempt> {
    const person = personOf(notice);
    if (person === undefined) return sendEmail(channel, notice, { ...context(), to: channel.settings.to });
    const address = (await control.listPeople()).find(({ id }) => id === person)?.email;
    if (address === undefined) return noWay(`${person} has no e-mail address here`);
    return sendEmail(channel, notice, { ...context(), to: [address] });
  }

  return {
    deliver({ name, settings, secrets }: StoredChannel, notice) {
      switch (settings.kind) {
        case 'webhook':
          return sendWebhook({ name, settings, secrets }, notice, context());
        case 'alertmanager':
          return sendAlertmanager({ name, settings, secrets }, notice, context());
        case 'slack':
          return sendSlack({ name, settings, secrets }, notice, context());
        case 'teams':
          return sendTeams({ name, settings, secrets }, notice, context());
        case 'pagerduty':
          return sendPagerduty({ name, settings, secrets }, notice, context());
        case 'ntfy':
          return sendNtfy({ name, settings, secrets }, notice, context());
        case 'email':
          return mail({ name, settings, secrets }, notice);
        case 'webpush':
          return pushTo(settings.people, notice);
      }
    },
    refresh({ name, settings, secrets }, alerts) {
      if (settings.kind !== 'alertmanager')
        throw new RangeError(`a channel of kind ${settings.kind} forgets nothing`);
      return refreshAlertmanager({ name, settings, secrets }, alerts, context());
    },
    pushKey: async () => vapidPublicKey(await vapidKey()),
  };
}

/** The one person a notice is for; a reminder never comes in a digest. */
function personOf({ messages }: Notice): string | undefined {
  return messages.length === 1 ? messages[0]?.message.to : undefined;
}

/** Nothing to be sent, and nothing that another attempt would change. */
function noWay(answer: string): NoticeAttempt {
  return { ok: true, status: null, latencyMs: 0, answer, error: null, retryAfterMs: null, isFinal: false };
}
