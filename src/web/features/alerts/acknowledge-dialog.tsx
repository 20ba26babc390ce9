import type { Alert } from '#contract/alert.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './alert-form.module.css';
import { placeOf } from './alert-text.ts';

/** Before many alerts are acknowledged at once: which ones. */
export function AcknowledgeDialog({
  alerts,
  onAcknowledge,
  onClose,
}: {
  alerts: readonly Alert[];
  onAcknowledge: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={`Acknowledge ${alerts.length} alerts`}
      isOpen
      onClose={onClose}
      footer={
        <button
          type="button"
          data-kind="primary"
          onClick={() => {
            onAcknowledge();
            onClose();
          }}
        >
          Acknowledge these {alerts.length}
        </button>
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable by keyboard */}
      <ul className={styles.caught} aria-label="Alerts to acknowledge" tabIndex={0}>
        {alerts.map((alert) => (
          <li key={alert.id}>
            {alert.rule.name}, {placeOf(alert)}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
