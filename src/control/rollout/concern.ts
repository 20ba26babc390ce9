import type { Severity } from '#contract/alert-words.ts';
import type { PauseKind, RolloutEnd } from '#contract/rollout-words.ts';
import type { Rollout } from '#contract/rollout.ts';
import { harmfulVerdicts } from './judge-evidence.ts';

/** What people have to hear of a rollout although none of them asked. */
export type Concern = { severity: Severity; text: string };

/** Ends that nobody chose. */
const unchosen: readonly RolloutEnd[] = ['harm', 'budget', 'inconclusive', 'actuator', 'warmUp'];
/** Pauses that nobody chose. */
const unasked: readonly PauseKind[] = ['stale', 'drift', 'split', 'inconclusive'];

/**
 * Why somebody should look at a rollout that did something by itself, or cannot; null where nobody need be told.
 * Critical is what harms users until a person acts: where a brake has worked, or traffic stands still, it can wait for the day.
 */
export function concernOf(rollout: Rollout): Concern | null {
  const { phase, pause, end, attempt } = rollout;
  switch (phase) {
    case 'stuck':
      return {
        severity: 'critical',
        text: `The way back is stuck: ${attempt?.error ?? 'nothing was read back'}.`,
      };
    case 'rollingBack':
    case 'rolledBack':
    case 'cancelled': {
      if (!end || !unchosen.includes(end.kind)) return null;
      const did =
        phase === 'rollingBack' ? 'It goes back' : phase === 'rolledBack' ? 'It went back' : 'It ended';
      return { severity: 'warning', text: `${did} by itself: ${withGates(end.text, rollout)}.` };
    }
    case 'applying':
    case 'soaking':
    case 'gated':
    case 'paused':
    case 'baking':
    case 'finalizing':
      if (harmfulVerdicts(rollout).length > 0 && rollout.plan.controller === 'humanOnly')
        return {
          severity: 'critical',
          text: `${withGates('The candidate is proven worse', rollout)}, and only people move it: roll it back.`,
        };
      if (pause && unasked.includes(pause.kind))
        return { severity: 'warning', text: `It paused by itself: ${pause.text}.` };
      return null;
    case 'draft':
    case 'queued':
    case 'pending':
    case 'preparing':
    case 'succeeded':
      return null;
  }
}

function withGates(text: string, rollout: Rollout): string {
  const gates = harmfulVerdicts(rollout).map(({ gate }) => gate);
  return gates.length === 0 ? text : `${text} (${gates.join(', ')})`;
}
