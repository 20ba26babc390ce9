import { useState } from 'react';
import type { Alert } from '#contract/alert.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import styles from './alert-actions.module.css';
import { AssignDialog } from './assign-dialog.tsx';
import { pendingText } from './command-text.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import type { AlertCommands } from './use-alert-commands.ts';

type Layer = 'assign' | 'silence' | 'resolve';

/** What can be done about an alert; the one act that most need first, and under the thumb on a phone. */
export function AlertActions({ alert, commands }: { alert: Alert; commands: AlertCommands }) {
  const [layer, setLayer] = useState<Layer>();
  const pending = commands.pending.get(alert.id);
  const isOpen = alert.condition === 'firing' || alert.condition === 'recovering';
  const isHandled = alert.handling.kind !== 'none';
  const obstacle = useObstacle('commandAlerts');
  const isBusy = pending !== undefined || obstacle !== undefined;
  const send = (command: Parameters<AlertCommands['send']>[0]) => void commands.send(command, [alert]);
  const snooze = (until: string | undefined) => send({ type: 'snooze', until });
  useShortcuts(isOpen ? [{ keys: 'm', label: 'Silence', run: () => setLayer('silence') }] : []);
  const close = () => setLayer(undefined);
  return (
    <div className={styles.actions} role="group" aria-label="What to do">
      {isOpen && !isHandled && (
        <button
          type="button"
          data-kind="primary"
          className={styles.first}
          disabled={isBusy}
          onClick={() => send({ type: 'acknowledge', takeOver: false })}
        >
          {pending ? pendingText(pending) : 'Acknowledge'}
        </button>
      )}
      {isOpen && isHandled && (
        <button
          type="button"
          className={styles.first}
          disabled={isBusy}
          onClick={() => send({ type: 'unacknowledge' })}
        >
          {pending
            ? pendingText(pending)
            : alert.handling.kind === 'snoozed'
              ? 'End the snooze'
              : 'Take back the acknowledgement'}
        </button>
      )}
      {isOpen && (
        <>
          {alert.handling.kind !== 'snoozed' && <SnoozeMenu onSnooze={snooze} isDisabled={isBusy} />}
          <button type="button" disabled={isBusy} onClick={() => setLayer('assign')}>
            Assign …
          </button>
          <button type="button" disabled={isBusy} onClick={() => setLayer('silence')}>
            Silence …
          </button>
          <button type="button" disabled={isBusy} onClick={() => setLayer('resolve')}>
            Resolve …
          </button>
        </>
      )}
      {isOpen && obstacle !== undefined && <p>{obstacle}</p>}
      {layer === 'assign' && (
        <AssignDialog
          alerts={[alert]}
          onAssign={(assignee) => send({ type: 'assign', assignee })}
          onClose={close}
        />
      )}
      {layer === 'resolve' && (
        <ResolveDialog alert={alert} onResolve={(note) => send({ type: 'resolve', note })} onClose={close} />
      )}
      {layer === 'silence' && <SilenceDialog alert={alert} onClose={close} />}
    </div>
  );
}
