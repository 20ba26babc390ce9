import type { AlertEnd } from '#contract/alert.ts';
import { isOpen, type AlertState } from './alert-state.ts';
import { moved, patched, told, unchanged, type Step } from './step.ts';

type End = { by: AlertEnd; atMs: number; slot?: number; actor?: string; text?: string };

/** Ends the open episode; whoever was told of it is told of its end. */
export function endEpisode(step: Step, { by, atMs, slot, actor, text }: End): Step {
  const informed = step.state.pagedMs === null ? step : told(step, 'resolve', atMs);
  return moved(
    informed,
    by === 'person' ? 'resolveByHand' : 'resolve',
    atMs,
    { ...atRest, ended: { by, atMs, ...(actor !== undefined && { actor }) } },
    {
      endedBy: by,
      ...(slot !== undefined && { slot }),
      ...(actor !== undefined && { actor }),
      ...(text !== undefined && { text }),
    },
  );
}

/** What is left of an alert whose rule was paused or deleted, or no longer speaks of it. */
export function endByRule(
  state: AlertState,
  { by, atMs, actor }: { by: Exclude<AlertEnd, 'data' | 'person'>; atMs: number; actor?: string },
): Step {
  const step = unchanged(state);
  if (isOpen(state)) return endEpisode(step, { by, atMs, ...(actor !== undefined && { actor }) });
  if (state.condition === 'pending') return moved(step, 'calm', atMs, atRest, { endedBy: by });
  return patched(step, atRest);
}

const atRest: Partial<AlertState> = {
  condition: 'ok',
  severity: null,
  breachSlots: { warning: null, critical: null },
  clearSlots: null,
  handling: { kind: 'none' },
  mute: null,
  owed: null,
};
