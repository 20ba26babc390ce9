import type { Severity } from '#contract/alert-words.ts';
import type { AlertState } from './alert-state.ts';
import type { AlertTimers } from './alert-timers.ts';
import { observe } from './observe.ts';
import type { Reading } from './reading.ts';
import type { Step } from './step.ts';

/** What another system says of its alert. Held back there, it opens nothing here and ends nothing. */
export type ExternalSight =
  | { kind: 'firing' | 'heldBack'; value: number | null }
  | { kind: 'over' }
  | { kind: 'error'; reason: string };

/**
 * An alert that another system decides runs the same machine, without timers of its own: they have run there already.
 * What cannot be read moves the sight only.
 */
export function observeExternal(
  state: AlertState,
  {
    slot,
    atMs,
    severity,
    version,
    sight,
  }: { slot: number; atMs: number; severity: Severity; version: number; sight: ExternalSight },
): Step {
  const timers: AlertTimers = {
    ruleVersion: version,
    levels: { [severity]: { forSlots: 0, keepSlots: 0 } },
    noData: { policy: 'keep', afterSlots: 1 },
  };
  const step = observe(state, { slot, atMs, reading: readingOf(sight, severity), timers });
  if (sight.kind === 'error') return step;
  const said = { value: 'value' in sight ? sight.value : state.value, n: null };
  return {
    ...step,
    state: { ...step.state, ...said },
    transitions: step.transitions.map((transition) => ({ ...transition, ...said })),
  };
}

function readingOf(sight: ExternalSight, severity: Severity): Reading {
  switch (sight.kind) {
    case 'error':
      return sight;
    case 'firing':
      return { kind: 'value', value: sight.value ?? Number.NaN, n: 0, positions: { [severity]: 'breach' } };
    case 'heldBack':
      return { kind: 'value', value: sight.value ?? Number.NaN, n: 0, positions: { [severity]: 'band' } };
    case 'over':
      return { kind: 'value', value: Number.NaN, n: 0, positions: { [severity]: 'clear' } };
  }
}
