import type { NoticeAttempt, ToldMessage } from '#api/notification-store.ts';
import type { MessageKind } from '#control/alert/message-kind.ts';
import { attempt } from './attempt.ts';
import { messageWords } from './message-words.ts';
import { alertUrl, type ChannelOf, type Sender, type SenderContext } from './sender.ts';

const SUMMARY_LENGTH = 1_024;
const KEY_LENGTH = 255;

type EventAction = 'trigger' | 'acknowledge' | 'resolve';

/** PagerDuty's Events API v2: one incident an episode, whatever comes of it. */
export const sendPagerduty: Sender<'pagerduty'> = async (channel, { messages, isTest }, context) => {
  let last: NoticeAttempt | undefined;
  for (const told of messages) {
    last = await enqueue(channel, eventOf(told, actionOf(told.message.kind), isTest, context), context);
    if (!last.ok) return last;
    // A test must leave nobody with an open incident.
    if (isTest) await enqueue(channel, eventOf(told, 'resolve', isTest, context), context);
  }
  return last as NoticeAttempt; // a notice has at least one message
};

function enqueue(
  { settings: { url }, secrets: { routingKey = '' } }: ChannelOf<'pagerduty'>,
  event: ReturnType<typeof eventOf>,
  { guard }: SenderContext,
): Promise<NoticeAttempt> {
  return attempt(guard, {
    url,
    headers: { 'content-type': 'application/json', 'user-agent': 'Anchorwatch' },
    body: JSON.stringify({ routing_key: routingKey, ...event }),
  });
}

function actionOf(kind: MessageKind): EventAction {
  switch (kind) {
    case 'resolve':
      return 'resolve';
    case 'acknowledged':
      return 'acknowledge';
    case 'fire':
    case 'upgrade':
    case 'repage':
    case 'acknowledgementExpired':
    case 'unacknowledged':
    case 'snoozeEnded':
    case 'unmuted':
    case 'acknowledgementReminder':
      return 'trigger';
  }
}

function eventOf(
  { alert, message }: ToldMessage,
  action: EventAction,
  isTest: boolean,
  context: SenderContext,
) {
  const key = { event_action: action, dedup_key: `aw/${alert.id}/${message.episode}`.slice(0, KEY_LENGTH) };
  if (action !== 'trigger') return key;
  const { title, text, facts } = messageWords({ alert, message });
  const url = alertUrl(context, alert);
  return {
    ...key,
    client: 'Anchorwatch',
    client_url: url,
    payload: {
      summary: `${title}. ${text}`.slice(0, SUMMARY_LENGTH),
      source: alert.pipeline,
      severity: isTest ? 'info' : message.severity,
      timestamp: new Date(message.atMs).toISOString(),
      ...(alert.stage !== undefined && { component: alert.stage }),
      group: alert.pipeline,
      class: alert.rule.name,
      custom_details: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
    },
    links: [
      { href: url, text: 'The alert' },
      ...(alert.rule.runbook === undefined ? [] : [{ href: alert.rule.runbook, text: 'Runbook' }]),
    ],
  };
}
