import { useState, type SubmitEvent } from 'react';
import type { Rollout } from '#contract/rollout.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './rollout-form.module.css';
import { gateNames, gateValue, marginText, stepText, verdictText } from './rollout-text.ts';

export type ApprovalGiven = { reason: string; subject: string; holdsAt?: string };
const MOST_ROWS = 3;

/** A yes for exactly this evidence: its worst rows again, a reason, and the step typed out. */
export function ApproveDialog({
  rollout,
  onApprove,
  onClose,
}: {
  rollout: Rollout;
  onApprove: (approval: ApprovalGiven) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [time, setTime] = useState('');
  const next = rollout.plan.steps[rollout.step + 1] ?? rollout.plan.steps[rollout.step];
  const share = (next?.traffic.split.candidate ?? 0) / (ALL_TRAFFIC / 100);
  const phrase = `${rollout.stage} ${share}`;
  const subject = rollout.snapshot?.hash ?? rollout.planDigest;
  const holdsAt = time === '' ? undefined : new Date(time);
  const isReady = reason.trim() !== '' && typed.trim() === phrase;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return;
    onApprove({ reason: reason.trim(), subject, ...(holdsAt && { holdsAt: holdsAt.toISOString() }) });
    onClose();
  };
  const verdicts = (rollout.snapshot?.evidence ?? rollout.evidence)?.verdicts ?? [];
  const gates = rollout.plan.steps[Math.max(0, rollout.step)]?.gates ?? [];
  const worst = verdicts
    .toSorted((a, b) => a.safeE - b.safeE)
    .flatMap((verdict) => {
      const gate = gates.find((one) => one.gate === verdict.gate);
      return gate ? [{ verdict, gate }] : [];
    })
    .slice(0, MOST_ROWS);
  return (
    <Dialog title={`Approve ${next ? stepText(next) : 'the start'}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {worst.length > 0 && (
          <ul className={styles.rows} aria-label="The least certain evidence">
            {worst.map(({ verdict, gate }) => (
              <li key={gate.gate}>
                {gateNames[gate.gate]}: {gateValue(gate.gate, verdict.effect)}, must be {marginText(gate)};{' '}
                {verdictText(verdict)}
              </li>
            ))}
          </ul>
        )}
        <label>
          Why
          <textarea
            rows={2}
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <label>
          Only if it still holds at (leave empty for now)
          <input type="datetime-local" value={time} onChange={({ target }) => setTime(target.value)} />
        </label>
        <label>
          Type “{phrase}”
          <input
            type="text"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <p className={styles.about}>
          Your yes is for the evidence {subject.slice(0, 8)}, and lapses with it.
        </p>
        <button type="submit" data-kind="primary" disabled={!isReady}>
          Approve
        </button>
      </form>
    </Dialog>
  );
}
