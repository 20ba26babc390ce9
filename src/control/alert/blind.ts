import type { Severity } from '#contract/alert-words.ts';
import type { AlertState } from './alert-state.ts';
import type { AlertTimers } from './alert-timers.ts';
import { observe, type Observation } from './observe.ts';
import type { Reading } from './reading.ts';
import type { Step } from './step.ts';

/**
 * The blind alert beside an alert runs the same machine: no value is its breach, a value ends it at once. It has the
 * highest severity of the rule, and a single missing slot leaves no line in its history.
 */
export function observeBlindness(state: AlertState, observation: Observation): Step {
  const { reading, timers } = observation;
  const severity: Severity = timers.levels.critical ? 'critical' : 'warning';
  const isBlind = reading.kind === 'error' || (reading.kind === 'noData' && timers.noData.policy === 'alert');
  const reason = reading.kind === 'value' ? null : reading.reason;
  const step = observe(state, {
    ...observation,
    reading: {
      kind: 'value',
      value: Number.NaN,
      n: 0,
      positions: { [severity]: isBlind ? 'breach' : 'clear' },
    } satisfies Reading,
    timers: blindTimers(timers, severity),
  });
  const said = { value: null, n: null };
  return {
    ...step,
    state: { ...step.state, ...said, reason: isBlind ? reason : null },
    transitions: step.transitions
      .filter(({ move }) => move !== 'pending' && move !== 'calm')
      .map((transition) => ({ ...transition, ...said, ...(isBlind && reason && { text: reason }) })),
  };
}

function blindTimers(timers: AlertTimers, severity: Severity): AlertTimers {
  const forSlots = Math.max(0, timers.noData.afterSlots - 1); // the first slot counts as none
  return { ...timers, levels: { [severity]: { forSlots, keepSlots: 0 } } };
}
