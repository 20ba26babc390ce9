import type { StoredAlert } from '#api/alert-store.ts';
import type { Notice, ToldMessage } from '#api/notification-store.ts';
import type { MessageKind } from '#control/alert/message-kind.ts';
import type { Message } from '#control/alert/step.ts';

/** What is told of an alert, in words that every channel uses. */
export type MessageWords = {
  /** `critical: asr p95 latency, speech / asr` */
  title: string;
  /** What happened, and the value against its limit. */
  text: string;
  facts: { name: string; value: string }[];
};

const happened: Record<MessageKind, string> = {
  fire: 'It fires.',
  upgrade: 'It is critical now.',
  repage: 'It still fires, and nobody has taken it.',
  acknowledgementExpired: 'The acknowledgement has run out, and it still fires.',
  unacknowledged: 'It was handed back, and it still fires.',
  snoozeEnded: 'The snooze is over, and it still fires.',
  unmuted: 'Nothing holds it back any more, and it still fires.',
  acknowledged: 'Somebody has taken it.',
  acknowledgementReminder: 'Your acknowledgement runs out soon, and it still fires.',
  resolve: 'It is over.',
};

export function messageWords({
  message,
  alert,
}: {
  message: Pick<Message, 'kind' | 'severity'>;
  alert: StoredAlert;
}): MessageWords {
  const { kind, severity } = message;
  const place = placeOf(alert);
  const { handling } = alert.state;
  const state = kind === 'resolve' ? 'resolved' : kind === 'acknowledged' ? 'acknowledged' : severity;
  const what = alert.kind === 'blind' ? `${alert.rule.name} sees nothing` : alert.rule.name;
  const value = valueText(alert, message.severity);
  return {
    title: `${state}: ${what}, ${place}`,
    text: value === undefined ? happened[kind] : `${happened[kind]} ${value}`,
    facts: [
      { name: 'Where', value: place },
      ...fact('Metric', alert.metric),
      ...fact('Version', alert.version),
      ...fact('Segment', alert.segment),
      { name: 'Severity', value: severity },
      ...fact('Since', alert.state.firedMs === null ? undefined : instantText(alert.state.firedMs)),
      ...fact('Ended', alert.state.ended ? instantText(alert.state.ended.atMs) : undefined),
      ...fact('Taken by', handling.kind === 'acknowledged' ? handling.by : undefined),
      ...fact('Owner', alert.rule.owner),
    ],
  };
}

/** What many messages are told as at once. */
export function digestTitle({ messages }: Pick<Notice, 'messages'>): string {
  const alerts = new Set(messages.map(({ alert }) => alert.id)).size;
  return `${messages.length} messages about ${alerts} ${alerts === 1 ? 'alert' : 'alerts'} that could not come at their time`;
}

/** `22:14 UTC critical: asr p95 latency, speech / asr. It fires.` */
export function digestLine(told: ToldMessage): string {
  const { title, text } = messageWords(told);
  return `${instantText(told.message.atMs)} ${title}. ${text}`;
}

export function placeOf({ pipeline, stage }: Pick<StoredAlert, 'pipeline' | 'stage'>): string {
  return stage === undefined ? pipeline : `${pipeline} / ${stage}`;
}

/** `2026-11-25 10:14 UTC`: readers of one message sit in several zones. */
function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function valueText(
  { state, source, rule: { thresholds } }: StoredAlert,
  severity: 'warning' | 'critical',
): string | undefined {
  if (state.reason !== null) return state.reason;
  if (source?.summary !== undefined) return source.summary;
  if (state.value === null) return undefined;
  const limit = thresholds[severity] ?? thresholds.critical ?? thresholds.warning;
  const n = state.n === null ? '' : `, n ${state.n}`;
  return `The value is ${numberText(state.value)}${limit === undefined ? '' : ` (limit ${numberText(limit)}${n})`}.`;
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function fact(name: string, value: string | undefined): { name: string; value: string }[] {
  return value === undefined ? [] : [{ name, value }];
}
