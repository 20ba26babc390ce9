import { isOpen } from '#control/alert/alert-state.ts';
import { endByRule } from '#control/alert/end-episode.ts';
import type { AlertChange, StoredAlert } from '../../alert-store.ts';
import type { RuleWrite } from '../../rule-store.ts';

/** What becomes of a rule's alerts when it is paused, deleted or looks at something else: slots begin anew, too. */
export function endAlerts(
  alerts: readonly StoredAlert[],
  ends: NonNullable<RuleWrite['ends']>,
): AlertChange[] {
  return alerts
    .filter(({ state }) => isOpen(state) || state.lastSlot !== null)
    .map((alert) => {
      const { state, transitions, messages } = endByRule(alert.state, ends);
      return { alert: { ...alert, state: { ...state, lastSlot: null, edges: [] } }, transitions, messages };
    });
}
