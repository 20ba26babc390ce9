import styles from './inbox.module.css';
import { SnoozeMenu } from './snooze-menu.tsx';

/** What can be done to all selected alerts at once. */
export function BulkBar({
  count,
  obstacle,
  onAcknowledge,
  onAssign,
  onSnooze,
  onSelectNone,
}: {
  count: number;
  /** Why nothing can be done to them. */
  obstacle: string | undefined;
  onAcknowledge: () => void;
  onAssign: () => void;
  onSnooze: (until: string | undefined) => void;
  onSelectNone: () => void;
}) {
  const isDisabled = obstacle !== undefined;
  return (
    <div role="group" aria-label={`${count} selected`} className={styles.bulk}>
      <span>{count} selected</span>
      <button type="button" data-kind="primary" disabled={isDisabled} onClick={onAcknowledge}>
        Acknowledge {count}
      </button>
      <button type="button" disabled={isDisabled} onClick={onAssign}>
        Assign …
      </button>
      <SnoozeMenu onSnooze={onSnooze} isDisabled={isDisabled} />
      <button type="button" onClick={onSelectNone}>
        Select none
      </button>
      {obstacle !== undefined && <p>{obstacle}</p>}
    </div>
  );
}
