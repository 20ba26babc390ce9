import { severities, type Severity } from '#contract/alert-words.ts';
import type { AlertState } from './alert-state.ts';
import type { AlertTimers } from './alert-timers.ts';
import type { Reading } from './reading.ts';

type BreachSlots = AlertState['breachSlots'];

/** For how many slots each level has been in breach after the first one. Without a value the counts stand still: they count evidence, not time. */
export function countBreachSlots(before: BreachSlots, reading: Reading): BreachSlots {
  if (reading.kind !== 'value') return before;
  const after = (severity: Severity) => {
    if (reading.positions[severity] !== 'breach') return null;
    const earlier = before[severity];
    return earlier === null ? 0 : earlier + 1;
  };
  return { warning: after('warning'), critical: after('critical') };
}

/** The highest level whose breach has lasted as long as it must. */
export function highestDue(breaches: BreachSlots, levels: AlertTimers['levels']): Severity | undefined {
  return severities.findLast((severity) => {
    const [slots, timers] = [breaches[severity], levels[severity]];
    return slots !== null && timers !== undefined && slots >= timers.forSlots;
  });
}
