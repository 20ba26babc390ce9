import type { RolloutMove } from '#contract/rollout-command.ts';
import { personEvents } from '#contract/rollout-event.ts';
import type { Rollout } from '#contract/rollout.ts';
import { approvalSubject } from './approvals.ts';
import type { RolloutInput, Scene, Who } from './scene.ts';
import { obstaclesTo } from './step.ts';

/** What somebody can do with a rollout now, and for the rest what is in the way and what would open it. */
export function explainMoves(rollout: Rollout, who: Who, scene: Scene): RolloutMove[] {
  return personEvents.map((command) => {
    const input = commandAsSeen(command, rollout, scene);
    const obstacles = obstaclesTo({ rollout, input, who, scene });
    return { command, isAllowed: obstacles.length === 0, obstacles };
  });
}

/** The command as the page would send it now, so that only what a person cannot choose stands in the way. */
function commandAsSeen(type: (typeof personEvents)[number], rollout: Rollout, scene: Scene): RolloutInput {
  const reason = '–';
  const snapshotHash = rollout.snapshot?.hash ?? '';
  switch (type) {
    case 'request':
      return { type, reason, snapshotHash };
    case 'approve':
      return { type, reason, subject: approvalSubject(rollout) ?? '' };
    case 'advance':
      return { type, snapshotHash };
    case 'resume':
      return rollout.pause?.kind === 'drift' ? { type, drift: 'reassert' } : { type };
    case 'rollBack':
      return { type, breakGlass: true };
    case 'supersede':
      return { type, by: scene.queued[0]?.id ?? '' };
    case 'reject':
    case 'pause':
    case 'proposeForce':
    case 'force':
      return { type, reason };
    case 'edit':
    case 'submit':
    case 'cancel':
      return { type };
  }
}
