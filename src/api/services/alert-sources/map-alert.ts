import type { AlertSubject } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import { isCaught } from '#control/alert/silence.ts';
import type { ExternalAlert, StoredAlertSource } from '../../alert-source-store.ts';
import { alertId } from '../evaluation/alert-subject.ts';

/** A pipeline of ours, declared or seen. */
export type Place = { name: string; stages: readonly { name: string }[] };

export type MappedAlert = {
  id: string;
  subject: AlertSubject;
  severity: Severity;
  told: ExternalAlert;
};

/** What comes of our own messages, exported rules and reminders is known here already. */
function isOurs({ labels }: ExternalAlert): boolean {
  return labels['source'] === 'anchorwatch' || labels['anchorwatch_reason'] !== undefined;
}

/** Its alerts that are wanted here, with their place among our pipelines; one of the same labels counts once. */
export async function mapAlerts(
  source: StoredAlertSource,
  told: readonly ExternalAlert[],
  pipelines: readonly Place[],
): Promise<MappedAlert[]> {
  const mapped = await Promise.all(
    told
      .filter((alert) => !isOurs(alert))
      .map(async (alert): Promise<MappedAlert> => {
        const subject = subjectOf(source, alert, pipelines);
        return {
          id: await externalId(source, alert),
          subject,
          severity: severityOf(source, alert),
          told: alert,
        };
      }),
  );
  const wanted = mapped.filter(({ subject, severity }) =>
    isCaught({ ...subject, severity }, source.matchers),
  );
  return [...new Map(wanted.map((alert) => [alert.id, alert])).values()];
}

/** The same for the same labels, however they reach us. */
function externalId({ id }: StoredAlertSource, { labels }: ExternalAlert): Promise<string> {
  return alertId(id, labels);
}

function severityOf({ criticalValues }: StoredAlertSource, { labels }: ExternalAlert): Severity {
  return criticalValues.includes(labels['severity'] ?? '') ? 'critical' : 'warning';
}

function subjectOf(
  source: StoredAlertSource,
  { labels, annotations, url }: ExternalAlert,
  pipelines: readonly Place[],
): AlertSubject {
  const named = pipelines.find(({ name }) => name === labels[source.pipelineLabel]);
  const pipeline = named ?? pipelines.find(({ name }) => name === source.pipeline);
  const stage = pipeline?.stages.find(({ name }) => name === labels[source.stageLabel])?.name;
  const summary = annotations['summary'] ?? annotations['description'];
  const runbook = annotations['runbook_url'];
  return {
    kind: 'external',
    rule: {
      id: source.id,
      name: labels['alertname'] ?? 'alert without a name',
      version: source.revision,
      thresholds: {},
      ...(isWebAddress(runbook) && { runbook }),
    },
    source: {
      name: source.name,
      ...(summary !== undefined && { summary: summary.slice(0, 2_000) }),
      ...(isWebAddress(url) && { url }),
    },
    pipeline: pipeline?.name ?? source.pipeline,
    ...(stage !== undefined && { stage }),
    labels,
  };
}

/** Links come from elsewhere: nothing but web addresses is ever made one. */
function isWebAddress(text: string | undefined): text is string {
  return text !== undefined && URL.canParse(text) && /^https?:/i.test(text);
}
