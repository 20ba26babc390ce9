import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import styles from './inbox.module.css';
import { SnoozeMenu } from './snooze-menu.tsx';
import type { AlertCommands } from './use-alert-commands.ts';

/** What can be done to all selected alerts at once. */
export function BulkBar({
  chosen,
  commands,
  onDone,
}: {
  chosen: readonly Alert[];
  commands: AlertCommands;
  onDone: () => void;
}) {
  const send = async (command: AlertCommand) => {
    if (await commands.send(command, chosen)) onDone();
  };
  return (
    <div role="group" aria-label={`${chosen.length} selected`} className={styles.bulk}>
      <span>{chosen.length} selected</span>
      <button
        type="button"
        data-kind="primary"
        onClick={() => void send({ type: 'acknowledge', takeOver: false })}
      >
        Acknowledge {chosen.length}
      </button>
      <SnoozeMenu onSnooze={(until) => void send({ type: 'snooze', until })} />
      <button type="button" onClick={onDone}>
        Select none
      </button>
    </div>
  );
}
