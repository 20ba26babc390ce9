import type { AlertMute, AlertSubject } from '#contract/alert.ts';
import type { Silence } from '#contract/silence.ts';
import type { AlertState } from './alert-state.ts';
import { isActive, isCaught } from './silence.ts';
import { findCause, type Suppressible } from './suppression.ts';

/** What may keep messages of a pipeline's alerts back. */
export type MuteScene = {
  silences: readonly Silence[];
  /** Alerts of the pipeline that are open, or ended within the last half hour. */
  alerts: readonly Suppressible[];
  edges: readonly { from: string; to: string }[];
};

/** What keeps the messages of an alert back at an instant: a silence first, for that is a person's word. */
export function muteOf(
  alert: AlertSubject & { id: string; state: AlertState },
  { silences, alerts, edges }: MuteScene,
  atMs: number,
): AlertMute | null {
  const { severity } = alert.state;
  const silence = silences.find(
    (one) => isActive(one, atMs) && isCaught({ ...alert, severity }, one.matchers),
  );
  if (silence) {
    const { id, createdBy, reason, until } = silence;
    return { kind: 'silence', silenceId: id, by: createdBy, reason, until };
  }
  const cause = findCause(alert, alerts, edges);
  if (!cause?.stage) return null;
  return { kind: 'upstream', alertId: cause.id, stage: cause.stage };
}
