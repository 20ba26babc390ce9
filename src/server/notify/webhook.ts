import { createHmac } from 'node:crypto';
import type { Notice, ToldMessage } from '#api/notification-store.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { alertAnnotations, alertLabels, labelFingerprint } from './alert-labels.ts';
import { attempt } from './attempt.ts';
import { alertUrl, type Sender, type SenderContext } from './sender.ts';

/** What Alertmanager writes for an end that has not come: the zero time of Go. */
const NO_END = '0001-01-01T00:00:00Z';

/** Alertmanager's webhook body, version "4", with what only we know beside it; signed where there is a key. */
export const sendWebhook: Sender<'webhook'> = ({ name, settings, secrets }, notice, context) => {
  const body = JSON.stringify(webhookBody(name, notice, context));
  const { signingKey, authorization } = secrets;
  return attempt(context.guard, {
    url: settings.url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Anchorwatch',
      'idempotency-key': notice.key,
      ...(authorization !== undefined && { authorization }),
      ...(signingKey !== undefined && {
        'anchorwatch-signature': signatureOf(body, signingKey, context.now().getTime()),
      }),
    },
  });
};

/** `t=<seconds>,v1=<hex>`: the HMAC-SHA256 of `<seconds>.<body>`, so that an old body cannot be sent again as a new one. */
export function signatureOf(body: string, key: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}

function webhookBody(receiver: string, notice: Notice, context: SenderContext) {
  // A digest may tell of an alert more than once: what it came to is what there is.
  const last = [...new Map(notice.messages.map((told) => [told.alert.id, told])).values()];
  const alerts = last.map((told) => toAlert(told, context));
  const [first] = alerts;
  return {
    version: '4',
    groupKey: last.length === 1 ? `anchorwatch/${last[0]?.alert.id}` : notice.key,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver,
    groupLabels: alerts.length === 1 && first ? { alertname: first.labels['alertname'] } : {},
    commonLabels: commonOf(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonOf(alerts.map(({ annotations }) => annotations)),
    externalURL: context.origin,
    alerts,
    anchorwatch: {
      key: notice.key,
      isTest: notice.isTest,
      messages: notice.messages.map((told) => toMessage(told, context)),
    },
  };
}

function toAlert(told: ToldMessage, context: SenderContext) {
  const { alert, message } = told;
  const { firedMs, ended } = alert.state;
  const labels = alertLabels(alert, message.severity);
  const isOver = message.kind === 'resolve';
  return {
    status: isOver ? 'resolved' : 'firing',
    labels,
    annotations: alertAnnotations(told, context),
    startsAt: new Date(firedMs ?? message.atMs).toISOString(),
    endsAt: isOver ? new Date(ended?.atMs ?? message.atMs).toISOString() : NO_END,
    generatorURL: alertUrl(context, alert),
    fingerprint: labelFingerprint(labels),
  };
}

function toMessage({ key, message, alert }: ToldMessage, context: SenderContext) {
  const { thresholds, version } = alert.rule;
  return {
    key,
    kind: message.kind,
    at: new Date(message.atMs).toISOString(),
    alertId: alert.id,
    episode: message.episode,
    state: isOpen(alert.state) ? alert.state.condition : 'resolved',
    ruleVersion: version,
    value: alert.state.value,
    n: alert.state.n,
    threshold: thresholds[message.severity] ?? null,
    evidenceUrl: alertUrl(context, alert),
  };
}

function commonOf(all: readonly Record<string, string>[]): Record<string, string> {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}
