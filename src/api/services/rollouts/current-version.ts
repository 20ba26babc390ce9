import type { Rollout, RolloutVersion } from '#contract/rollout.ts';
import type { Ports } from '../../ports.ts';

/** Rollouts of a stage that are looked through for the one that last had its traffic. */
const MOST_LATEST = 20;

/** The version that the latest rollout with traffic left the stage with; undefined where none had any. */
export async function currentVersion(
  { control }: Pick<Ports, 'control'>,
  { pipeline, stage }: Pick<Rollout, 'pipeline' | 'stage'>,
): Promise<RolloutVersion | undefined> {
  const latest = await control.listRollouts({ pipeline, stage }, MOST_LATEST);
  const rollout = latest.map((stored) => stored.rollout).find(({ step }) => step >= 0);
  return rollout?.phase === 'succeeded' ? rollout.candidate : rollout?.stable;
}
