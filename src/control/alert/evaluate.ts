import type { AlertMute } from '#contract/alert.ts';
import type { AlertState } from './alert-state.ts';
import { observeBlindness } from './blind.ts';
import { observe, type Observation } from './observe.ts';
import type { Step } from './step.ts';
import { tick } from './tick.ts';

/** An alert, and the alert that opens when the rule sees nothing of it. */
export type AlertPair<T = AlertState> = { own: T; blind: T };

/**
 * One evaluation of an alert: what was seen, then what time makes of it. `muteOf` is asked once the condition is known,
 * because a severity decides what may keep it back.
 */
export function evaluateAlert(
  { own, blind }: AlertPair,
  observation: Observation,
  muteOf: (which: keyof AlertPair, state: AlertState) => AlertMute | null,
): AlertPair<Step> {
  const { atMs } = observation;
  const seen = observe(own, observation);
  const blindness = observeBlindness(blind, observation);
  return {
    own: tick(seen, { atMs, mute: muteOf('own', seen.state) }),
    blind: tick(blindness, { atMs, mute: muteOf('blind', blindness.state) }),
  };
}
