import { refusalOf } from '../../api/rollouts.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { eventText } from './rollout-text.ts';
import styles from './refusal.module.css';

/** Why a command was refused, with who did what meanwhile. */
export function Refusal({ error }: { error: unknown }) {
  const nameOf = usePersonNames();
  const { text, since } = refusalOf(error);
  const meanwhile = since.map(
    (event) =>
      `${nameOf(event.actor)} ${eventText(event.kind)}${event.text === '' ? '' : ` (${event.text})`}`,
  );
  return (
    <p role="alert" className={styles.refusal}>
      {text} {meanwhile.length > 0 && `Meanwhile ${meanwhile.join('; ')}.`}
    </p>
  );
}
