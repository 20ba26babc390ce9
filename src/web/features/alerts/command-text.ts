import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import { titleOfAlerts } from './alert-text.ts';

const doneWords: Record<AlertCommand['type'], string> = {
  acknowledge: 'Acknowledged',
  unacknowledge: 'No longer acknowledged or snoozed',
  assign: 'Assigned',
  snooze: 'Snoozed',
  resolve: 'Resolved',
  note: 'Note written',
  feedback: 'Noted',
};

/** `Acknowledged: asr word error`, or how many of them. */
export function doneText(command: AlertCommand, alerts: readonly Pick<Alert, 'rule'>[]): string {
  return `${doneWords[command.type]}: ${titleOfAlerts(alerts)}`;
}

/** The command that takes one back; undefined where only a person can say what was before. */
export function undoOf(
  { type }: AlertCommand,
  before: readonly Pick<Alert, 'assignee'>[],
): AlertCommand | undefined {
  if (type === 'acknowledge' || type === 'snooze') return { type: 'unacknowledge' };
  const [first] = before;
  const hadOne = first !== undefined && before.every(({ assignee }) => assignee === first.assignee);
  return type === 'assign' && hadOne ? { type: 'assign', assignee: first.assignee } : undefined;
}

const pendingWords: Record<AlertCommand['type'], string> = {
  acknowledge: 'acknowledging …',
  unacknowledge: 'taking back …',
  assign: 'assigning …',
  snooze: 'snoozing …',
  resolve: 'resolving …',
  note: 'writing …',
  feedback: 'noting …',
};

export function pendingText(type: AlertCommand['type']): string {
  return pendingWords[type];
}
