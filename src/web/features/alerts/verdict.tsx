import type { Alert, AlertVerdict } from '#contract/alert.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { usePersonNames } from '../../api/person-names.ts';
import styles from './verdict.module.css';
import type { AlertCommands } from './use-alert-commands.ts';

/** Once an episode has ended: was it real? One click; rehearsals and the record of the rule learn from it. */
export function Verdict({ alert, commands }: { alert: Alert; commands: AlertCommands }) {
  const nameOf = usePersonNames();
  const obstacle = useObstacle('commandAlerts');
  const isOver = alert.episode > 0 && alert.endedAt !== null;
  if (!isOver) return null;
  const choice = (verdict: AlertVerdict, label: string) => (
    <button
      type="button"
      aria-pressed={alert.verdict?.verdict === verdict}
      disabled={obstacle !== undefined || commands.pending.has(alert.id)}
      onClick={() => void commands.send({ type: 'feedback', verdict }, [alert])}
    >
      {label}
    </button>
  );
  return (
    <div className={styles.verdict} role="group" aria-label="Real or noise?">
      <span>{alert.verdict ? `${nameOf(alert.verdict.by)} said:` : 'Real or noise?'}</span>
      {choice('real', 'Real')}
      {choice('noise', 'Noise')}
      {obstacle !== undefined && <span>{obstacle}</span>}
    </div>
  );
}
