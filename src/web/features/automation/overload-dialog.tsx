import type { AutomationSetting } from '#contract/automation.ts';
import { formatValue } from '../../format/number.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { degreeNames } from './automation-text.ts';
import styles from './automation.module.css';

/** The brake asks once whether people can take what it gives them. */
export function OverloadDialog({
  to,
  peoplePerHour,
  onLower,
  onClose,
}: {
  to: AutomationSetting;
  peoplePerHour: number;
  onLower: () => void;
  onClose: () => void;
}) {
  const name = degreeNames[to.degree];
  const expected = formatValue(peoplePerHour, 'none');
  const capacity = formatValue(to.peoplePerHour, 'none');
  return (
    <Dialog
      title={`Lower to ${name}?`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button
            type="button"
            data-kind="primary"
            onClick={() => {
              onLower();
              onClose();
            }}
          >
            Lower to {name} all the same
          </button>
        </>
      }
    >
      <p>
        People would get {expected} decisions an hour and can take {capacity}: cases would wait longer and
        longer.
      </p>
      <p className={styles.meta}>
        Where a new version did the harm, going back to the one before keeps the degree: roll it back instead.
      </p>
    </Dialog>
  );
}
