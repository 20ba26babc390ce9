import type { PredictionLog, StageSelection } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { Gate } from '#contract/rollout-plan.ts';
import type { Judgement } from '#control/rollout/gates/judgement.ts';
import { judgeLatency } from '#control/rollout/gates/latency.ts';
import { bucketHigh, bucketOf } from '#stats/bucket.ts';
import { countOf, type NumericHistogram, quantile } from '#stats/histogram.ts';
import { histogramOf } from '../metrics/histogram-of.ts';
import { type Comparison, secondsOf, selectionOf } from './comparison.ts';
import { joinSlices } from './read-slices.ts';

const MINUTE_MS = 60_000;
const { latency } = builtInMetrics;
/** Fewer rows know no p99. */
const LEAST_BASELINE_ROWS = 500;
/** Where there is no history, thresholds are frozen at the first rows, which then count for nothing else. */
const FIRST_MS = 10 * MINUTE_MS;

/** Undefined while there is no threshold to compare with. */
export async function readLatency(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
  level: number,
): Promise<Judgement | undefined> {
  const before = await readHistogram(log, comparison.baseline);
  const hasHistory = countOf(before) >= LEAST_BASELINE_ROWS;
  const firstMs = comparison.fromMs + FIRST_MS;
  const frozen = hasHistory
    ? before
    : await readHistogram(log, { ...selectionOf(comparison, 'stable'), toMs: firstMs });
  if (countOf(frozen) < LEAST_BASELINE_ROWS) return undefined;
  const judgedOn = hasHistory ? comparison : { ...comparison, fromMs: firstMs };

  // whole buckets: both versions are cut at the same value, to the last bit
  const edge = bucketOf(quantile(frozen, level));
  const marginEdge = Math.max(edge, bucketOf(bucketHigh(edge) * gate.margin) - 1);
  const [stable, candidate, atMargin, own, others] = await Promise.all([
    readBeyond(log, judgedOn, 'stable', edge),
    readBeyond(log, judgedOn, 'candidate', edge),
    readBeyond(log, judgedOn, 'candidate', marginEdge),
    readHistogram(log, selectionOf(judgedOn, 'candidate')),
    readHistogram(log, selectionOf(judgedOn, 'stable')),
  ]);
  return judgeLatency(
    { beyond: joinSlices(stable, candidate), beyondMargin: joinSlices(stable, atMargin) },
    gate,
    { effect: quantile(own, level) / quantile(others, level), seconds: secondsOf(judgedOn) },
  );
}

async function readBeyond(
  log: PredictionLog,
  comparison: Comparison,
  arm: 'stable' | 'candidate',
  edge: number,
): Promise<Map<number, { rows: number; events: number }>> {
  const bins = { kind: 'numeric' as const, edges: Int32Array.of(edge), atoms: false };
  const selection = { ...selectionOf(comparison, arm), stepMs: MINUTE_MS, metrics: [latency] };
  const counts = new Map<number, { rows: number; events: number }>();
  for (const { slotMs, bin, count } of await log.binSlots(selection, new Map([[latency, bins]]))) {
    const { rows, events } = counts.get(slotMs) ?? { rows: 0, events: 0 };
    counts.set(slotMs, { rows: rows + count, events: events + (bin === 1 ? count : 0) });
  }
  return counts;
}

async function readHistogram(log: PredictionLog, selection: StageSelection): Promise<NumericHistogram> {
  return histogramOf(await log.numericHistograms(selection, [latency]));
}
