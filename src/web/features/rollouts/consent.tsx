import type { Rollout } from '#contract/rollout.ts';
import { approvalRule } from '#control/rollout/approvals.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './consent.module.css';
import { stepText } from './rollout-text.ts';

/** Who asked for what, who said yes to it and how long that counts, and what is missing. */
export function Consent({ rollout }: { rollout: Rollout }) {
  const zone = useZone();
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const { request, approvals, force, phase, plan, step } = rollout;
  if (phase !== 'gated' && phase !== 'pending') return null;
  const at = (instant: string) => formatInstant(Date.parse(instant), zone, nowMs);
  const next = plan.steps[step + 1];
  const { n, fourEyes } = approvalRule(rollout);
  const counting = approvals.filter(
    ({ isConditional, effectiveAt }) => !isConditional || Date.parse(effectiveAt) <= nowMs,
  );
  const missing = n - counting.length;
  return (
    <div className={styles.consent}>
      {request && (
        <p>
          <strong>{nameOf(request.by)}</strong> asks for {next ? stepText(next) : 'the next step'} at{' '}
          {at(request.at)}: “{request.reason}”
        </p>
      )}
      {approvals.map(({ by, at: saidAt, reason, effectiveAt, expiresAt, isConditional }) => (
        <p key={`${by} ${saidAt}`}>
          <strong>{nameOf(by)}</strong> said yes at {at(saidAt)}
          {isConditional && `, if it still holds at ${at(effectiveAt)}`}: “{reason}”. It counts until{' '}
          {at(expiresAt)}, and lapses with its evidence.
        </p>
      ))}
      {force && (
        <p>
          <strong>{nameOf(force.by)}</strong> proposes to go on without evidence: “{force.reason}”
        </p>
      )}
      {missing > 0 && (
        <p>
          It needs {missing} {missing === 1 ? 'approval' : 'approvals'}
          {fourEyes && ' by somebody else'}.
        </p>
      )}
    </div>
  );
}
