import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutomationRequest } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { approvalsWanted, automationObstacles } from '#control/automation/obstacles.ts';
import { useAutomationCommand, type StagePlace } from '../../api/automation.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { sessionQuery } from '../../api/session.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { settingText } from './automation-text.ts';
import { EvidenceLines } from './evidence-lines.tsx';
import { PhraseDialog } from './phrase-dialog.tsx';
import styles from './automation.module.css';

/** What somebody asks for, what it rests on, and the yes of another person. */
export function PendingRequest({
  detail,
  request,
  place,
}: {
  detail: AutomationDetail;
  request: AutomationRequest;
  place: StagePlace;
}) {
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const { data: session } = useQuery(sessionQuery());
  const nameOf = usePersonNames();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const command = useAutomationCommand(place, detail.automation.generation);
  const { setting, by, at, reason, evidence, approvals, hash, expiresAt } = request;
  const who = session?.person ?? { id: 'local', role: 'admin' as const };
  const whyNot = (wanted: AutomationCommand): string | undefined =>
    automationObstacles(detail.automation, wanted, who, {
      nowMs,
      liveRollout: detail.liveRollout,
      freeze: detail.freeze,
      evidence,
    })[0]?.text;
  const against = {
    approve: whyNot({ type: 'approve', hash, reason: '–' }),
    reject: whyNot({ type: 'reject', reason: '–' }),
    withdraw: whyNot({ type: 'withdraw' }),
  };
  const reasons = Object.entries(against).filter(([, text]) => text !== undefined);
  return (
    <section className={styles.request} aria-label="Request">
      <p>
        <strong>{nameOf(by)}</strong> asks for {settingText(setting)} (
        {formatInstant(Date.parse(at), zone, nowMs)}): {reason}
      </p>
      <EvidenceLines evidence={evidence} errorLimit={setting.errorLimit} />
      <p className={styles.meta}>
        {approvals.length} of {approvalsWanted(setting)} agreed; it lapses at{' '}
        {formatInstant(Date.parse(expiresAt), zone, nowMs)}; evidence {hash.slice(0, 8)}.
      </p>
      <div className={styles.acts}>
        <button
          type="button"
          data-kind="primary"
          disabled={against.approve !== undefined || command.isPending}
          onClick={() => setAsked('approve')}
        >
          Approve…
        </button>
        <button
          type="button"
          disabled={against.reject !== undefined || command.isPending}
          onClick={() => setAsked('reject')}
        >
          Reject…
        </button>
        <button
          type="button"
          disabled={against.withdraw !== undefined || command.isPending}
          onClick={() => command.mutate({ type: 'withdraw' })}
        >
          Withdraw
        </button>
      </div>
      {reasons.map(([name, text]) => (
        <p key={name} className={styles.obstacle}>
          {name}: {text}
        </p>
      ))}
      {command.error && <p role="alert">{command.error.message}</p>}
      {asked === 'approve' && (
        <PhraseDialog
          title={`Approve ${settingText(setting)}`}
          phrase={`${place.stage} ${setting.degree}`}
          onGive={(why) => command.mutate({ type: 'approve', hash, reason: why })}
          onClose={() => setAsked(undefined)}
        >
          <EvidenceLines evidence={evidence} errorLimit={setting.errorLimit} />
        </PhraseDialog>
      )}
      {asked === 'reject' && (
        <PhraseDialog
          title="Reject it"
          phrase="reject"
          onGive={(why) => command.mutate({ type: 'reject', reason: why })}
          onClose={() => setAsked(undefined)}
        >
          <p>It stays as it is; whoever asked is told why in the history.</p>
        </PhraseDialog>
      )}
    </section>
  );
}
