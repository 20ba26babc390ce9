import { createHash } from 'node:crypto';
import type { StoredAlert } from '#api/alert-store.ts';
import type { Severity } from '#contract/alert-words.ts';
import { messageWords } from './message-words.ts';
import { alertUrl, type SenderContext } from './sender.ts';
import type { Message } from '#control/alert/step.ts';

/**
 * The identity of an alert at Alertmanager and its kin: nothing that changes while it fires, so neither the value nor the
 * version of the rule. An alert that becomes critical is another one there, because routes are written by severity.
 */
export function alertLabels(alert: StoredAlert, severity: Severity): Record<string, string> {
  const { rule, kind, pipeline, stage, metric, version, segment } = alert;
  return {
    ...alert.labels,
    alertname: kind === 'blind' ? `${rule.name} sees nothing` : rule.name,
    anchorwatch_alert: alert.id,
    rule_id: rule.id,
    pipeline,
    ...(stage !== undefined && { stage }),
    ...(metric !== undefined && { metric }),
    ...(version !== undefined && { version }),
    ...(segment !== undefined && { segment }),
    ...(rule.owner !== undefined && { owner: rule.owner }),
    severity,
    source: 'anchorwatch',
  };
}

export function alertAnnotations(
  told: { message: Pick<Message, 'kind' | 'severity'>; alert: StoredAlert },
  context: Pick<SenderContext, 'origin'>,
): Record<string, string> {
  const { alert } = told;
  const { title, text } = messageWords(told);
  return {
    summary: title,
    description: text,
    ...(alert.rule.runbook !== undefined && { runbook_url: alert.rule.runbook }),
    anchorwatch_url: alertUrl(context, alert),
    anchorwatch_episode: String(alert.state.episode),
    anchorwatch_rule_version: String(alert.rule.version),
  };
}

/** Of the labels, whatever their order: 16 hexadecimal digits, as Alertmanager writes them, not by its function. */
export function labelFingerprint(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
