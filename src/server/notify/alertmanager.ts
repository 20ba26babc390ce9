import type { StoredAlert } from '#api/alert-store.ts';
import type { NoticeAttempt } from '#api/notification-store.ts';
import type { Severity } from '#contract/alert-words.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { alertAnnotations, alertLabels } from './alert-labels.ts';
import { attempt } from './attempt.ts';
import { alertUrl, type ChannelOf, type Sender, type SenderContext } from './sender.ts';

/** Four times our pace of repeating, as Prometheus does: one lost post ends nothing. */
const OPEN_MS = 4 * 60_000;
const TEST_MS = 60_000;

type Posted = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
};

/** Alertmanager's `POST /api/v2/alerts`, to every member of the cluster. */
export const sendAlertmanager: Sender<'alertmanager'> = (channel, notice, context) => {
  const alerts = notice.messages.flatMap(({ alert }) => toPosted(alert, context));
  const endsAt = new Date(context.now().getTime() + TEST_MS).toISOString();
  return post(channel, notice.isTest ? alerts.map((alert) => ({ ...alert, endsAt })) : alerts, context);
};

/** All that it must not take for ended, what ended of late, and `Watchdog`, which always fires: when it stops, we have. */
export function refreshAlertmanager(
  channel: ChannelOf<'alertmanager'>,
  alerts: readonly StoredAlert[],
  context: SenderContext,
): Promise<NoticeAttempt> {
  const posted = alerts.flatMap((alert) => toPosted(alert, context));
  return post(channel, [...posted, watchdog(context)], context);
}

/**
 * An open alert, as the one of its severity; the one of the other severity is ended, because what becomes critical is
 * another alert there.
 */
function toPosted(alert: StoredAlert, context: SenderContext): Posted[] {
  const { state, rule } = alert;
  const severity = state.severity ?? state.peakSeverity ?? 'warning';
  const startMs = state.firedMs ?? context.now().getTime();
  const nowMs = context.now().getTime();
  const endMs = isOpen(state) ? nowMs + OPEN_MS : (state.ended?.atMs ?? nowMs);
  const other: Severity = severity === 'critical' ? 'warning' : 'critical';
  const hasOther = rule.thresholds[other] !== undefined;
  return [
    posted(alert, severity, { startMs, endMs }, context),
    ...(hasOther ? [posted(alert, other, { startMs, endMs: Math.min(nowMs, endMs) }, context)] : []),
  ];
}

function posted(
  alert: StoredAlert,
  severity: Severity,
  { startMs, endMs }: { startMs: number; endMs: number },
  context: SenderContext,
): Posted {
  const kind = isOpen(alert.state) ? 'fire' : 'resolve';
  return {
    labels: alertLabels(alert, severity),
    annotations: alertAnnotations({ message: { kind, severity }, alert }, context),
    startsAt: new Date(Math.min(startMs, endMs)).toISOString(),
    endsAt: new Date(endMs).toISOString(),
    generatorURL: alertUrl(context, alert),
  };
}

function watchdog({ origin, now }: SenderContext): Posted {
  const nowMs = now().getTime();
  return {
    labels: { alertname: 'Watchdog', source: 'anchorwatch', severity: 'none' },
    annotations: { summary: 'Always fires: Anchorwatch evaluates its rules, and its messages arrive here.' },
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + OPEN_MS).toISOString(),
    generatorURL: origin,
  };
}

/** It is enough that one member takes it: the members tell each other, and all are told again within a minute. */
async function post(
  { settings: { urls }, secrets: { authorization } }: ChannelOf<'alertmanager'>,
  alerts: readonly Posted[],
  { guard }: SenderContext,
): Promise<NoticeAttempt> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Anchorwatch',
    ...(authorization !== undefined && { authorization }),
  };
  const attempts = await Promise.all(
    urls.map((url) =>
      attempt(guard, {
        url: `${url.replace(/\/+$/, '')}/api/v2/alerts`,
        headers,
        body: JSON.stringify(alerts),
      }),
    ),
  );
  const failed = attempts.flatMap(({ error }, index) => (error === null ? [] : [`${urls[index]}: ${error}`]));
  const best = (attempts.find(({ ok }) => ok) ?? attempts[0]) as NoticeAttempt; // a channel has at least one member
  return {
    ...best,
    latencyMs: Math.max(...attempts.map(({ latencyMs }) => latencyMs)),
    answer: best.ok ? failed.join('; ') : best.answer,
    error: best.ok ? null : failed.join('; '),
    isFinal: attempts.every(({ isFinal }) => isFinal),
  };
}
