import type { LabelledRow, PredictionLog } from '#api/prediction-log.ts';
import { metricPrefixes } from '#contract/metric.ts';
import type { Gate } from '#contract/rollout-plan.ts';
import { type ArmMean, judgeDifference } from '#control/rollout/gates/difference.ts';
import type { Judgement } from '#control/rollout/gates/judgement.ts';
import { type Comparison, secondsOf, selectionOf } from './comparison.ts';
import { worstOf } from './read-distributions.ts';

const MINUTE_MS = 60_000;
const MOST_ROWS = 50_000;
const arms = ['stable', 'candidate'] as const;

/**
 * Loss of quality by the labels that are known: the share of wrong answers where they are categories, the mean absolute
 * error where they are numbers. Undefined without labels.
 */
export async function readQuality(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  const [stable, candidate] = await Promise.all(
    arms.map(async (arm) => {
      const selection = { ...selectionOf(comparison, arm), knownAtMs: comparison.toMs };
      const rows = await log.labelledRows(selection, { rows: 'labelled', limit: MOST_ROWS });
      return meanOf(rows.map(lossOf));
    }),
  );
  if (!stable || !candidate || stable.n === 0 || candidate.n === 0) return undefined;
  return judgeDifference({ stable, candidate }, gate, { isRelative: false, seconds: secondsOf(comparison) });
}

/** Processor, memory and whatever else is sampled of both versions, in shares of the stable one; a minute is a unit. */
export async function readCost(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  const { pipeline, stage } = comparison;
  const metrics = (await log.listMetrics(pipeline))
    .filter((extent) => extent.stage === stage && extent.metric.startsWith(metricPrefixes.resource))
    .map(({ metric }) => metric);
  if (metrics.length === 0) return undefined;
  const [stable, candidate] = await Promise.all(
    arms.map((arm) => log.numericSlots({ ...selectionOf(comparison, arm), stepMs: MINUTE_MS, metrics }, [])),
  );
  const judgements = metrics.map((metric) => {
    const minutes = (slots: typeof stable) =>
      meanOf((slots ?? []).filter((slot) => slot.metric === metric).map(({ sum, count }) => sum / count));
    return judgeDifference({ stable: minutes(stable), candidate: minutes(candidate) }, gate, {
      isRelative: true,
      seconds: secondsOf(comparison),
    });
  });
  return worstOf(judgements.filter(({ nStable, nCandidate }) => nStable > 0 && nCandidate > 0));
}

function lossOf({ prediction, label }: LabelledRow): number {
  if (typeof prediction === 'number' && typeof label === 'number') return Math.abs(prediction - label);
  return String(prediction) === String(label) ? 0 : 1;
}

function meanOf(values: readonly number[]): ArmMean {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}
