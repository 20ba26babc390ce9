import type { Bands } from '#contract/bands.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { Unit } from '../format/number.ts';
import { limitText, type StageLimit, type StageLimits } from './stage-limits.ts';

/** What autoLimits reads of a reference. */
export const limitedMetrics = [builtInMetrics.latency, builtInMetrics.nullOutput];
/** So few null outputs are nobody's trouble, however rare they were in the reference. */
const leastNullShare = 0.01;

/** What a stage is held to where nobody has set a limit: the reference's 99.9th percentile, of latencies or of the shares of slots. */
export function autoLimits({ reference, metrics }: Bands): Pick<StageLimits, 'latencyMs' | 'nullShare'> {
  const latencyMs = metrics.find(({ metric }) => metric === builtInMetrics.latency)?.p999;
  const nulls = metrics.filter(({ metric }) => metric === builtInMetrics.nullOutput);
  const share = nulls.find(({ category }) => category === 'true')?.p999 ?? 0;
  return {
    latencyMs: latencyMs === undefined ? undefined : borrowed(latencyMs, 'ms', reference.name),
    nullShare:
      nulls.length > 0 ? borrowed(Math.max(leastNullShare, share), 'share', reference.name) : undefined,
  };
}

function borrowed(value: number, unit: Unit, reference: string): StageLimit {
  const text = `${limitText(value, unit)}, auto, from reference ${reference}`;
  return { value, origin: 'auto', severity: 'warning', text };
}
