import { isOpen, type AlertState } from './alert-state.ts';
import { leases } from './leases.ts';
import { isDueWhileRecovering, REPAGE_MS } from './tick.ts';

const MINUTE_MS = 60_000;

/**
 * The earliest instant at which time alone may change an alert; null while it cannot. What it echoes is decided
 * elsewhere, so an echo is looked at every minute.
 */
export function dueAt(state: AlertState): number | null {
  if (!isOpen(state)) return null;
  const lastMs = state.lastMs ?? 0;
  const instants = [leaseEnd(state.handling), muteEnd(state.mute, lastMs), messageDue(state, lastMs)].filter(
    (instant) => instant !== null,
  );
  return instants.length === 0 ? null : Math.min(...instants);
}

function leaseEnd(handling: AlertState['handling']): number | null {
  switch (handling.kind) {
    case 'none':
      return null;
    case 'acknowledged':
      return handling.isReminded ? handling.untilMs : handling.untilMs - leases.reminderMs;
    case 'snoozed':
      return handling.untilMs;
  }
}

function muteEnd(mute: AlertState['mute'], lastMs: number): number | null {
  if (mute === null) return null;
  return mute.kind === 'silence' ? Date.parse(mute.until) : lastMs + MINUTE_MS;
}

function messageDue(state: AlertState, lastMs: number): number | null {
  const { condition, handling, mute, owed, severity, pagedMs } = state;
  if (handling.kind !== 'none' || mute) return null;
  if (owed) return condition === 'firing' || isDueWhileRecovering(owed) ? lastMs : null;
  return condition === 'firing' && severity === 'critical' && pagedMs !== null ? pagedMs + REPAGE_MS : null;
}
