import { Link } from 'wouter';
import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { usePersonNames } from '../../api/person-names.ts';
import type { Unit } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { alertsPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './alert-row.module.css';
import { ageOf, glyphOf, handlingText, placeOf, valueText } from './alert-text.ts';
import { pendingText } from './command-text.ts';

/** One alert of the inbox: what, where, how bad, since when, and the one act that most need. */
export function AlertRow({
  alert,
  unit,
  isShown,
  isSelected,
  pending,
  fault,
  onSelect,
  onAcknowledge,
}: {
  alert: Alert;
  /** Of its value. */
  unit: Unit;
  /** Its detail is open beside the list. */
  isShown: boolean;
  isSelected: boolean;
  pending: AlertCommand['type'] | undefined;
  fault: string | undefined;
  onSelect: (isSelected: boolean) => void;
  onAcknowledge: () => void;
}) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const obstacle = useObstacle('commandAlerts');
  const isOpen = alert.condition === 'firing' || alert.condition === 'recovering';
  return (
    <div className={styles.row} data-shown={isShown || undefined} aria-busy={pending !== undefined}>
      <input
        type="checkbox"
        className={styles.select}
        aria-label={`Select ${alert.rule.name}`}
        checked={isSelected}
        onChange={({ target }) => onSelect(target.checked)}
      />
      <Glyph name={pending === 'acknowledge' ? 'acknowledged' : glyphOf(alert)} />
      <div className={styles.text}>
        <Link
          href={alertsPath(alert.id, view)}
          className={styles.name}
          aria-current={isShown ? 'true' : undefined}
        >
          <LongName name={alert.rule.name} most={60} />
        </Link>
        <span className={styles.place}>
          <LongName name={placeOf(alert)} most={48} />
        </span>
        <span className={styles.value}>{valueText(alert, unit)}</span>
        <span className={styles.meta}>
          {alert.firedAt !== null && formatInstant(Date.parse(alert.firedAt), zone, nowMs)},{' '}
          {ageOf(alert, nowMs)}
          {' · '}
          {pending ? pendingText(pending) : handlingText(alert, { nameOf, nowMs })}
          {alert.assignee !== null && ` · ${nameOf(alert.assignee)}`}
          {alert.isFlapping && ' · flapping'}
          {alert.source && ` · from ${alert.source.name}`}
        </span>
        {fault !== undefined && (
          <span role="alert" className={styles.fault}>
            {fault}
          </span>
        )}
      </div>
      {isOpen && alert.handling.kind === 'none' && (
        <button
          type="button"
          className={styles.act}
          disabled={pending !== undefined || obstacle !== undefined}
          title={obstacle}
          aria-label={`Acknowledge ${alert.rule.name}`}
          onClick={onAcknowledge}
        >
          Acknowledge
        </button>
      )}
    </div>
  );
}
