import { builtInMetrics } from '#contract/metric.ts';
import type { ReplayLog } from '#contract/replay-log.ts';
import { bucketOf } from '#stats/bucket.ts';
import { countOf, quantile } from '#stats/histogram.ts';
import type { Ports } from '../../ports.ts';
import { histogramOf } from '../metrics/histogram-of.ts';

const MINUTE_MS = 60_000;
const { latency } = builtInMetrics;
const levels = [0.5, 0.95, 0.99] as const;

type Counts = ReplayLog['errors'];

/** What a stage answered to users, by the minute, with the latencies beyond the quantiles of the whole window. */
export async function replayLog(
  { log }: Ports,
  { pipeline, stage, ...window }: { pipeline: string; stage: string; fromMs: number; toMs: number },
): Promise<ReplayLog> {
  const fromMs = Math.floor(window.fromMs / MINUTE_MS) * MINUTE_MS;
  const minutes = Math.max(0, Math.ceil((window.toMs - fromMs) / MINUTE_MS));
  const selection = { pipeline, stage, role: 'live' as const, fromMs, toMs: window.toMs };
  const [slots, buckets] = await Promise.all([
    log.stageSlots(pipeline, { fromMs, toMs: window.toMs }, MINUTE_MS),
    log.numericHistograms(selection, [latency]),
  ]);
  const histogram = histogramOf(buckets);
  const empty = (): Counts => ({
    rows: Array<number>(minutes).fill(0),
    events: Array<number>(minutes).fill(0),
  });
  const [errors, nullOutputs] = [empty(), empty()];
  for (const slot of slots.filter((one) => one.stage === stage)) {
    const at = (slot.slotMs - fromMs) / MINUTE_MS;
    errors.rows[at] = slot.answers;
    errors.events[at] = slot.failures;
    nullOutputs.rows[at] = slot.outputs;
    nullOutputs.events[at] = slot.nulls;
  }

  const beyond = levels.map(empty);
  if (countOf(histogram) > 0) {
    const edges = levels.map((level) => bucketOf(quantile(histogram, level)));
    const bins = { kind: 'numeric' as const, edges: Int32Array.from(new Set(edges)), atoms: false };
    const counts = await log.binSlots(
      { ...selection, stepMs: MINUTE_MS, metrics: [latency] },
      new Map([[latency, bins]]),
    );
    for (const { slotMs, bin, count } of counts) {
      const at = (slotMs - fromMs) / MINUTE_MS;
      for (const [i, edge] of edges.entries()) {
        const own = beyond[i];
        if (!own) continue;
        own.rows[at] = (own.rows[at] ?? 0) + count;
        if (bin > bins.edges.indexOf(edge)) own.events[at] = (own.events[at] ?? 0) + count;
      }
    }
  }
  const [latencyP50 = empty(), latencyP95 = empty(), latencyP99 = empty()] = beyond;
  return {
    from: new Date(fromMs).toISOString(),
    minutes,
    errors,
    nullOutputs,
    latencyP50,
    latencyP95,
    latencyP99,
  };
}
