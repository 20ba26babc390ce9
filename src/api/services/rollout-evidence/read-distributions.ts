import type { PredictionLog } from '#api/prediction-log.ts';
import { builtInMetrics, metricPrefixes } from '#contract/metric.ts';
import type { Gate } from '#contract/rollout-plan.ts';
import { judgeDistributions } from '#control/rollout/gates/distributions.ts';
import type { Judgement } from '#control/rollout/gates/judgement.ts';
import { binOfBucket, numericBins } from '#stats/bins.ts';
import { histogramOf } from '../metrics/histogram-of.ts';
import { type Comparison, secondsOf, selectionOf } from './comparison.ts';

/** Of many inputs those with most rows tell enough. */
const MOST_METRICS = 20;
/** The rarest of many categories count as one. */
const MOST_CATEGORIES = 20;
const arms = ['stable', 'candidate'] as const;
const ownFields = `${metricPrefixes.input}route.`;

/** How differently the versions answer. Undefined while neither has answered. */
export function readOutputDrift(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  const { prediction, textLength } = builtInMetrics;
  return readMetrics(log, comparison, gate, (metric) => metric === prediction || metric === textLength);
}

/** How differently they are asked: then they cannot be compared. */
export function readInputDrift(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  return readMetrics(
    log,
    comparison,
    gate,
    (metric) => metric.startsWith(metricPrefixes.input) && !metric.startsWith(ownFields),
  );
}

/** All metrics must be alike; that one differs has to be proven with α shared among them. */
async function readMetrics(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
  isWanted: (metric: string) => boolean,
): Promise<Judgement | undefined> {
  const { pipeline, stage } = comparison;
  const metrics = (await log.listMetrics(pipeline))
    .filter((extent) => extent.stage === stage && isWanted(extent.metric))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_METRICS);
  const shared = { ...gate, alphaHarm: gate.alphaHarm / Math.max(1, metrics.length) };
  const judgements = await Promise.all(
    metrics.map(async ({ metric, kind }) => {
      const counts = await (kind === 'numeric' ? readBins : readCategories)(log, comparison, metric);
      return judgeDistributions(counts, shared, secondsOf(comparison));
    }),
  );
  const told = judgements.filter(({ nStable, nCandidate }) => nStable > 0 && nCandidate > 0);
  return worstOf(told.length > 0 ? told : judgements);
}

/** What stands most in the way: worse before open before proven, then the larger effect. */
export function worstOf(judgements: readonly Judgement[]): Judgement | undefined {
  const order = ['worse', 'open', 'noWorse', 'better'];
  return judgements.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (b.effect ?? 0) - (a.effect ?? 0),
  )[0];
}

type Counts = { stable: number[]; candidate: number[] };

async function readBins(log: PredictionLog, comparison: Comparison, metric: string): Promise<Counts> {
  const [stable, candidate] = await Promise.all(
    arms.map(async (arm) => histogramOf(await log.numericHistograms(selectionOf(comparison, arm), [metric]))),
  );
  if (!stable || !candidate) return { stable: [], candidate: [] };
  const bins = numericBins(stable);
  const fold = ({ buckets, counts }: typeof stable) => {
    const folded = Array<number>(bins.edges.length + 1).fill(0);
    for (const [i, bucket] of buckets.entries()) folded[binOfBucket(bins, bucket)]! += counts[i] as number;
    return folded;
  };
  return { stable: fold(stable), candidate: fold(candidate) };
}

async function readCategories(log: PredictionLog, comparison: Comparison, metric: string): Promise<Counts> {
  const [stable, candidate] = await Promise.all(
    arms.map(async (arm) => {
      const counts = await log.categoryHistograms(selectionOf(comparison, arm), [metric]);
      return new Map(counts.map(({ category, count }) => [category, count]));
    }),
  );
  if (!stable || !candidate) return { stable: [], candidate: [] };
  const all = [...new Set([...stable.keys(), ...candidate.keys()])];
  const rowsOf = (category: string) => (stable.get(category) ?? 0) + (candidate.get(category) ?? 0);
  const ordered = all.sort((a, b) => rowsOf(b) - rowsOf(a) || (a < b ? -1 : 1));
  const rest = ordered.slice(MOST_CATEGORIES);
  const fold = (counts: Map<string, number>) => [
    ...ordered.slice(0, MOST_CATEGORIES).map((category) => counts.get(category) ?? 0),
    ...(rest.length > 0 ? [rest.reduce((sum, category) => sum + (counts.get(category) ?? 0), 0)] : []),
  ];
  return { stable: fold(stable), candidate: fold(candidate) };
}
