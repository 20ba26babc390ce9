import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Alert } from '#contract/alert.ts';
import { alertQuery } from '../../api/alerts.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { formatInstant } from '../../format/time.ts';
import { StoryLine } from '../../leads/story-line.tsx';
import { EventList } from '../../shell/event-list.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { alertsPath, pipelinePath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import { AlertActions } from './alert-actions.tsx';
import { AlertChart } from './alert-chart.tsx';
import styles from './alert-panel.module.css';
import { ageOf, alertSentence, glyphOf, handlingText, placeOf } from './alert-text.ts';
import { OpenRollouts } from '../rollouts/open-rollouts.tsx';
import { EpisodeList } from './episode-list.tsx';
import { ExternalFacts } from './external-facts.tsx';
import { IncidentTestLink } from './incident-test-link.tsx';
import { NoteLine } from './note-line.tsx';
import { Timeline } from './timeline.tsx';
import type { AlertCommands } from './use-alert-commands.ts';
import { useRuleUnits } from './use-rule-units.ts';
import { Verdict } from './verdict.tsx';

const HOUR_MS = 3_600_000;
/** A slot is decided so long after its end at most, while the server keeps up. */
const SLOWEST_EVALUATION_MS = 60_000;

/** One alert on one screen: what, since when, the value against its limit, what changed before it, and what to do. */
export function AlertPanel({ id, commands }: { id: string; commands: AlertCommands }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const { data: detail } = useQuery({
    ...alertQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const unitOf = useRuleUnits(detail ? [detail.alert] : []);
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  if (!detail) return <p role="status">Reading the alert …</p>;
  const { alert, transitions, episodes, changes, together } = detail;
  const pipeline = pipelines.find(({ name }) => name === alert.pipeline);
  const unit = unitOf(alert);
  const fault = commands.faults.get(id);
  return (
    <article className={styles.panel} aria-labelledby="alert">
      <Link href={alertsPath(undefined, view)} className={styles.back}>
        ‹ All alerts
      </Link>
      <h2 id="alert" className={styles.title}>
        <Glyph name={glyphOf(alert)} />
        <span>{alert.rule.name}</span>
        <span className={styles.state}>
          {handlingText(alert, { nameOf, nowMs })}, {ageOf(alert, nowMs)}
        </span>
      </h2>
      <p className={styles.sentence}>{alertSentence(alert, { unit, zone, nowMs })}</p>
      {alert.mute?.kind === 'upstream' && (
        <p className={styles.none}>
          No message of its own: {alert.mute.stage} comes before {alert.stage} and fired first, at least as
          severe, and somebody was told of it.{' '}
          <Link href={alertsPath(alert.mute.alertId, view)}>The alert of {alert.mute.stage}</Link>
        </p>
      )}
      <AlertActions alert={alert} commands={commands} />
      <OpenRollouts pipeline={alert.pipeline} />
      {fault !== undefined && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
      <Verdict alert={alert} commands={commands} />
      {alert.source ? <ExternalFacts alert={alert} source={alert.source} /> : <AlertChart alert={alert} />}
      <p className={styles.links}>
        {alert.firedAt !== null && <MomentLink alert={alert} />}
        {alert.rule.runbook !== undefined && (
          <a href={alert.rule.runbook} target="_blank" rel="noopener noreferrer">
            Runbook
          </a>
        )}
        {alert.rule.owner !== undefined && <span>Owner: {nameOf(alert.rule.owner)}</span>}
        {!alert.source && <span>Rule version {alert.rule.version}</span>}
        {alert.kind === 'rule' && alert.firedAt !== null && <IncidentTestLink alert={alert} />}
        {alert.assignee !== null && <span>Assigned to {nameOf(alert.assignee)}</span>}
      </p>
      <section aria-labelledby="before">
        <h3 id="before">Changed before it</h3>
        {pipeline && pipeline.stages.length > 1 && alert.firedAt !== null && (
          <StoryLine
            pipeline={pipeline}
            range={{
              from: formatBound(Date.parse(alert.firedAt) - 3 * HOUR_MS),
              to: formatBound(Math.min(nowMs, Date.parse(alert.firedAt) + HOUR_MS)),
            }}
          />
        )}
        {changes.length === 0 ? (
          <p className={styles.none}>
            No release, definition, threshold, reference or note changed in the three hours before it.
          </p>
        ) : (
          <EventList pipeline={alert.pipeline} events={changes} />
        )}
      </section>
      {together.length > 0 && (
        <section aria-labelledby="together">
          <h3 id="together">Also firing in {alert.pipeline}</h3>
          <ul>
            {together.map((other) => (
              <li key={other.id}>
                <Glyph name={glyphOf(other)} />{' '}
                <Link href={alertsPath(other.id, view)}>{other.rule.name}</Link>, {placeOf(other)},{' '}
                {ageOf(other, nowMs)}
                {other.root.alertId === alert.id && ', an echo of this one'}
                {alert.root.alertId === other.id && ', where this one begins'}
              </li>
            ))}
          </ul>
        </section>
      )}
      <EpisodeList episodes={episodes} current={alert.episode} />
      <section aria-labelledby="timeline">
        <h3 id="timeline">Timeline and notes</h3>
        <NoteLine alert={alert} commands={commands} />
        <Timeline alertId={id} transitions={transitions} unit={unit} />
      </section>
    </article>
  );
}

/** The stage, of what was known when the alert fired; a pipeline, up to that moment. */
function MomentLink({ alert }: { alert: Alert }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const firedMs = Date.parse(alert.firedAt ?? '');
  const moment = {
    from: formatBound(firedMs - 6 * HOUR_MS),
    to: formatBound(firedMs),
    live: false,
    seg: alert.segment === undefined ? [] : [alert.segment],
  };
  const knownMs = Math.min(nowMs, firedMs + SLOWEST_EVALUATION_MS);
  const href =
    alert.stage === undefined
      ? pipelinePath(alert.pipeline, moment)
      : stagePath(
          alert.pipeline,
          alert.stage,
          { ...moment, known: formatBound(knownMs) },
          {
            at: formatBound(firedMs),
            ...(alert.version !== undefined && { ver: alert.version }),
          },
        );
  return <Link href={href}>The view at {formatInstant(firedMs, zone, nowMs)}, when it fired</Link>;
}
