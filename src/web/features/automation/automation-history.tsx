import type { AutomationChange } from '#contract/automation.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { changeNames, degreeNames, settingText } from './automation-text.ts';
import styles from './automation.module.css';

/** Who changed what, when and why, the latest first. */
export function AutomationHistory({ changes }: { changes: readonly AutomationChange[] }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const nameOf = usePersonNames();
  if (changes.length === 0) return <p className={styles.meta}>Nobody has.</p>;
  return (
    <ol className={styles.history} reversed>
      {changes.map(({ generation, at, by, kind, degree, setting, reason }) => (
        <li key={generation}>
          <time dateTime={at}>{formatInstant(Date.parse(at), zone, nowMs)}</time>
          <span>
            <strong>{nameOf(by)}</strong> {changeNames[kind]} {degreeNames[degree]}
            {(kind === 'request' || kind === 'reject' || kind === 'withdraw') &&
              `, for ${settingText(setting)}`}
            {reason !== '' && `: ${reason}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
