import type { Bands } from '#contract/bands.ts';
import { builtInMetrics } from '#contract/metric.ts';

/** What a stage is held to where nobody has set a limit: the reference's 99.9th percentile. */
export type AutoLimits = {
  /** Whose values these are. */
  reference: string;
  /** Of single latencies. */
  latencyMs: number | undefined;
  /** Of the shares of the reference's slots. */
  nullShare: number | undefined;
};

/** What autoLimits reads of a reference. */
export const limitedMetrics = [builtInMetrics.latency, builtInMetrics.nullOutput];
/** So few null outputs are nobody's trouble, however rare they were in the reference. */
const leastNullShare = 0.01;

export function autoLimits({ reference, metrics }: Bands): AutoLimits {
  const nulls = metrics.filter(({ metric }) => metric === builtInMetrics.nullOutput);
  const share = nulls.find(({ category }) => category === 'true')?.p999 ?? 0;
  return {
    reference: reference.name,
    latencyMs: metrics.find(({ metric }) => metric === builtInMetrics.latency)?.p999,
    nullShare: nulls.length > 0 ? Math.max(leastNullShare, share) : undefined,
  };
}
