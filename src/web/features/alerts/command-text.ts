import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';

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
  const [first] = alerts;
  const what = alerts.length === 1 && first ? first.rule.name : `${alerts.length} alerts`;
  return `${doneWords[command.type]}: ${what}`;
}

/** The command that takes one back; undefined where only a person can say what was before. */
export function undoOf({ type }: AlertCommand): AlertCommand | undefined {
  return type === 'acknowledge' || type === 'snooze' ? { type: 'unacknowledge' } : undefined;
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
