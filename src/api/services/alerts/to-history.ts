import type { AlertEpisode, AlertTransition } from '#contract/alert-transition.ts';
import type { Transition } from '#control/alert/step.ts';
import type { StoredEpisode } from '../../alert-store.ts';
import { instantOf } from './to-alert.ts';

export function toTransition({ atMs, untilMs, ...transition }: Transition): AlertTransition {
  return {
    ...transition,
    at: instantOf(atMs),
    ...(untilMs !== undefined && { until: instantOf(untilMs) }),
  };
}

export function toEpisode({ alert, fromMs, toMs, ...episode }: StoredEpisode): AlertEpisode {
  return {
    ...episode,
    alertId: alert.id,
    from: instantOf(fromMs),
    to: toMs === null ? null : instantOf(toMs),
  };
}
