import type { Rollout } from '#contract/rollout.ts';
import type { LogArm } from '../../prediction-log.ts';

/** Who answers requests and who only gets copies of them: the candidate, and after the switch the stable version. */
export function armsOf({ plan, step, stable, candidate }: Rollout): { stable: LogArm; candidate: LogArm } {
  const traffic = plan.steps[step]?.traffic;
  const isReversed =
    traffic !== undefined && traffic.split.stable === 0 && traffic.mirror.some(({ to }) => to === 'stable');
  return {
    stable: { version: stable.version, role: isReversed ? 'shadow' : 'live' },
    candidate: { version: candidate.version, role: isReversed ? 'live' : 'shadow' },
  };
}
