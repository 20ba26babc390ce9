import type { AlertMute } from '#contract/alert.ts';
import { isOpen, type AlertState } from './alert-state.ts';
import { leases } from './leases.ts';
import { moved, patched, told, type Step } from './step.ts';

const MINUTE_MS = 60_000;
/** An open critical alert that nobody has pages again after so long. */
export const REPAGE_MS = 10 * MINUTE_MS;
const LAST_ESCALATION = 2;

/**
 * What time alone does to an alert: leases and snoozes end, what keeps messages back comes and goes, and a critical alert
 * that nobody has taken pages again. An instant that does not come after the last one changes nothing.
 */
export function tick(step: Step, { atMs, mute }: { atMs: number; mute: AlertMute | null }): Step {
  const { lastMs } = step.state;
  if (lastMs !== null && atMs < lastMs) return settle(step, lastMs);
  const now = patched(step, { lastMs: atMs });
  if (!isOpen(now.state)) return now;
  return settle(endLease(changeMute(now, mute, atMs), atMs), atMs);
}

function changeMute(step: Step, mute: AlertMute | null, atMs: number): Step {
  const before = step.state.mute;
  if (sameMute(before, mute)) return step;
  if (mute) {
    const why =
      mute.kind === 'silence' ? { actor: mute.by, text: mute.reason } : { text: `echo of ${mute.stage}` };
    return moved(step, 'muted', atMs, { mute }, why);
  }
  const owed = step.state.owed ?? (step.state.handling.kind === 'none' ? 'unmuted' : null);
  return moved(step, 'unmuted', atMs, { mute: null, owed });
}

function endLease(step: Step, atMs: number): Step {
  const { handling } = step.state;
  if (handling.kind === 'none') return step;
  if (atMs >= handling.untilMs) {
    const isSnooze = handling.kind === 'snoozed';
    return moved(step, isSnooze ? 'snoozeEnded' : 'acknowledgementExpired', atMs, {
      handling: { kind: 'none' },
      owed: isSnooze ? 'snoozeEnded' : 'acknowledgementExpired',
      escalation: 0,
    });
  }
  if (handling.kind === 'snoozed' || handling.isReminded) return step;
  if (atMs < handling.untilMs - leases.reminderMs) return step;
  const reminded = patched(step, { handling: { ...handling, isReminded: true } });
  return told(reminded, 'acknowledgementReminder', atMs, handling.by);
}

/** Sends what is owed once nothing keeps it back; else pages again. */
function settle(step: Step, atMs: number): Step {
  const { condition, handling, mute, owed, pagedMs, severity, escalation } = step.state;
  if (handling.kind !== 'none' || mute) return step;
  if (owed) {
    if (condition === 'firing' || isDueWhileRecovering(owed)) return page(step, owed, atMs);
    return step;
  }
  if (condition !== 'firing' || severity !== 'critical') return step;
  if (pagedMs === null || atMs - pagedMs < REPAGE_MS) return step;
  if (escalation === LAST_ESCALATION) return page(step, 'repage', atMs);
  return page(moved(step, 'escalate', atMs, { escalation: escalation + 1 }), 'repage', atMs);
}

/** What a person or a lease handed back concerns whoever is on call as long as it is open; else recovering is waited out. */
export function isDueWhileRecovering(owed: NonNullable<AlertState['owed']>): boolean {
  return owed === 'acknowledgementExpired' || owed === 'unacknowledged' || owed === 'snoozeEnded';
}

function page(step: Step, kind: NonNullable<AlertState['owed']>, atMs: number): Step {
  return patched(told(step, kind, atMs), { pagedMs: atMs, owed: null });
}

function sameMute(a: AlertMute | null, b: AlertMute | null): boolean {
  if (a?.kind === 'silence' && b?.kind === 'silence') return a.silenceId === b.silenceId;
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
