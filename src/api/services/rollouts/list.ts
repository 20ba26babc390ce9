import type { Rollout } from '#contract/rollout.ts';
import type { Ports } from '../../ports.ts';
import type { RolloutSelection } from '../../rollout-store.ts';

export async function listRollouts(
  { control }: Ports,
  { limit, ...selection }: RolloutSelection & { limit: number },
): Promise<Rollout[]> {
  const found = await control.listRollouts(selection, limit);
  return found.map(({ rollout }) => rollout);
}
