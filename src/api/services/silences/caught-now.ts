import type { Alert } from '#contract/alert.ts';
import type { SilenceMatcher } from '#contract/silence.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { isCaught } from '#control/alert/silence.ts';
import type { Ports } from '../../ports.ts';
import { byUrgency } from '../alerts/list.ts';
import { toAlert } from '../alerts/to-alert.ts';

/** Open alerts that all matchers match, the most urgent first. */
export async function caughtNow(
  { control }: Pick<Ports, 'control'>,
  matchers: readonly SilenceMatcher[],
): Promise<Alert[]> {
  const open = await control.listAlerts({ openSinceMs: await control.currentTime() });
  return open
    .filter(({ state }) => isOpen(state))
    .map(toAlert)
    .filter((alert) => isCaught(alert, matchers))
    .sort(byUrgency);
}
