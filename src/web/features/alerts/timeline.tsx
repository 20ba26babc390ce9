import type { AlertTransition } from '#contract/alert-transition.ts';
import { usePersonNames } from '../../api/person-names.ts';
import type { Unit } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './timeline.module.css';
import { moveText } from './move-text.ts';

/** What happened to an alert, newest first. */
export function Timeline({ transitions, unit }: { transitions: readonly AlertTransition[]; unit: Unit }) {
  const zone = useZone();
  const nameOf = usePersonNames();
  return (
    <ol className={styles.list}>
      {transitions.map((transition) => (
        <li key={`${transition.at} ${transition.move} ${transition.episode} ${transition.text ?? ''}`}>
          <time dateTime={transition.at}>{formatDateTime(Date.parse(transition.at), zone)}</time>
          <span>{moveText(transition, { unit, zone, nameOf })}</span>
        </li>
      ))}
    </ol>
  );
}
