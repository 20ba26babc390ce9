import type { RepeatedOutputs } from '#contract/repeated-outputs.ts';
import type { Ports } from '../../ports.ts';
import type { StageSelection } from '../../prediction-log.ts';

export async function repeatedOutputs(
  { log }: Ports,
  { selection, limit }: { selection: StageSelection; limit: number },
): Promise<RepeatedOutputs> {
  const { rows, distinct, most } = await log.repeatedOutputs(selection, limit);
  return {
    rows,
    distinct,
    items: most.map(({ firstMs, lastMs, ...output }) => ({
      ...output,
      share: output.rows / rows,
      firstSeen: new Date(firstMs).toISOString(),
      lastSeen: new Date(lastMs).toISOString(),
    })),
  };
}
