import type { Rollout } from '#contract/rollout.ts';
import { guards as allGuards, type Guards } from './guards.ts';
import type { RolloutInput, Scene, Who } from './scene.ts';
import { obstaclesTo } from './step.ts';

export const policy: Who = { id: 'anchorwatch', role: 'policy' };

/** Protection first, then the way forward. */
const order = [
  'harm',
  'budgetSpent',
  'mismatch',
  'blind',
  'regressed',
  'soakOver',
  'gatesPass',
  'bakeOver',
  'advance',
  'propose',
  'start',
] as const;

/** What the controller does now on its own; undefined where it waits. The hash of a snapshot is for whoever can make one. */
export function nextPolicyMove(
  rollout: Rollout,
  scene: Scene,
  guards: Guards = allGuards,
): RolloutInput | undefined {
  return order
    .map((type) => moveOf(type, rollout))
    .find((input) => obstaclesTo({ rollout, input, who: policy, scene }, guards).length === 0);
}

function moveOf(type: (typeof order)[number], { snapshot }: Rollout): RolloutInput {
  if (type === 'gatesPass') return { type, hash: '' };
  if (type === 'advance') return { type, snapshotHash: snapshot?.hash ?? '' };
  return { type };
}
