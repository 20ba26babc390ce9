import type { RolloutEventKind } from '#contract/rollout-event.ts';
import type { RolloutPhase } from '#contract/rollout-words.ts';
import type { Rollout } from '#contract/rollout.ts';
import { effects } from './effects.ts';
import { guards as allGuards, type GuardId, type Guards } from './guards.ts';
import { lineText } from './line-text.ts';
import type { Mover, Question, RolloutInput, Scene, Who } from './scene.ts';
import { transitions } from './transitions.ts';

/** A line of the history, before it is chained to the one before. */
export type HistoryLine = {
  at: string;
  kind: RolloutEventKind;
  actor: string;
  from: RolloutPhase;
  to: RolloutPhase;
  step: number;
  candidateBasisPoints: number;
  withoutEvidence: boolean;
  text: string;
  snapshotHash: string | null;
};

/** `line` is null where only what was seen was kept: such a step does not outdate what people look at. */
export type RolloutStep = { rollout: Rollout; line: HistoryLine | null };
export type RolloutObstacle = { guard: 'phase' | 'role' | GuardId; text: string };
export type RolloutRefused = { refusal: RolloutObstacle };

/** What an input makes of a rollout, or why it may not. `guards` are another table only where a test takes one out. */
export function stepRollout(
  rollout: Rollout,
  input: RolloutInput,
  { who, scene, guards = allGuards }: { who: Who; scene: Scene; guards?: Guards },
): RolloutStep | RolloutRefused {
  const question: Question = { rollout, input, who, scene };
  const [refusal] = obstaclesTo(question, guards);
  if (refusal) return { refusal };

  const { rollout: next, isNews } = effects(question);
  if (!isNews) return { rollout: next, line: null };
  const line: HistoryLine = {
    at: new Date(scene.nowMs).toISOString(),
    kind: input.type,
    actor: who.id,
    from: rollout.phase,
    to: next.phase,
    step: next.step,
    candidateBasisPoints: next.desired.split.candidate,
    withoutEvidence: input.type === 'force',
    text: lineText(question),
    snapshotHash: next.snapshot?.hash ?? null,
  };
  return { rollout: { ...next, generation: rollout.generation + 1 }, line };
}

/** All that stands in the way, in the order of the table; where the phase is wrong, nothing else is asked. */
export function obstaclesTo(question: Question, guards: Guards = allGuards): RolloutObstacle[] {
  const { rollout, input, who } = question;
  const transition = transitions[input.type];
  if (!transition.from.includes(rollout.phase)) {
    const text = `it is ${rollout.phase}; this takes one that is ${transition.from.join(' or ')}`;
    return [{ guard: 'phase', text }];
  }
  const role: RolloutObstacle[] = transition.who.includes(who.role)
    ? []
    : [{ guard: 'role', text: `your role is ${who.role}; this takes ${listOf(transition.who)}` }];
  const failing = transition.guards.flatMap((guard) => {
    const text = guards[guard](question);
    return text === null ? [] : [{ guard, text }];
  });
  return [...role, ...failing];
}

function listOf(who: readonly Mover[]): string {
  return who.filter((mover) => mover !== 'policy' && mover !== 'system').join(' or ') || 'the server itself';
}
