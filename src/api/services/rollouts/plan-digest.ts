import type { Rollout } from '#contract/rollout.ts';
import { sha256 } from './sha256.ts';

/** Of the versions and of all that is planned with them: approvals of one plan are void for another. */
export function planDigest({ stable, candidate, plan }: Pick<Rollout, 'stable' | 'candidate' | 'plan'>) {
  return sha256({ stable, candidate, plan });
}
