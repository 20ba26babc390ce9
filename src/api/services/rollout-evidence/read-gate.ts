import type { LogArm, PredictionLog, UnitEvent } from '#api/prediction-log.ts';
import type { AdjudicationChoice } from '#contract/rollout-disagreement.ts';
import type { Gate } from '#contract/rollout-plan.ts';
import type { Judgement } from '#control/rollout/gates/judgement.ts';
import { isSameAnswer } from '#control/rollout/disagreement.ts';
import { judgeAdjudications } from '#control/rollout/gates/adjudication.ts';
import { judgeDisagreement, type PairCount } from '#control/rollout/gates/pairs.ts';
import { judgeRates } from '#control/rollout/gates/rates.ts';
import { judgeSplit } from '#control/rollout/gates/split.ts';
import { type Comparison, noiseArms, routeMetrics, secondsOf, selectionOf } from './comparison.ts';
import { readCost, readQuality } from './read-differences.ts';
import { readInputDrift, readOutputDrift } from './read-distributions.ts';
import { readLatency } from './read-latency.ts';
import { readUnitSlices } from './read-slices.ts';

const MOST_PAIRS = 20_000;

/** What the log says of one gate now; undefined while it has nothing to say. */
export async function readGate(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
  choices: readonly AdjudicationChoice[],
): Promise<Judgement | undefined> {
  switch (gate.gate) {
    case 'errors':
      return readRate(log, comparison, gate, 'error');
    case 'nullOutputs':
      return readRate(log, comparison, gate, 'null');
    case 'latencyP50':
      return readLatency(log, comparison, gate, 0.5);
    case 'latencyP95':
      return readLatency(log, comparison, gate, 0.95);
    case 'latencyP99':
      return readLatency(log, comparison, gate, 0.99);
    case 'quality':
      return readQuality(log, comparison, gate);
    case 'disagreement':
      return readDisagreement(log, comparison, gate);
    case 'adjudication': {
      const countOf = (wanted: AdjudicationChoice) => choices.filter((choice) => choice === wanted).length;
      return judgeAdjudications({ wins: countOf('candidate'), losses: countOf('stable') }, gate);
    }
    case 'outputDrift':
      return readOutputDrift(log, comparison, gate);
    case 'inputDrift':
      return readInputDrift(log, comparison, gate);
    case 'split':
      return readSplit(log, comparison, gate);
    case 'cost':
      return readCost(log, comparison, gate);
  }
}

async function readRate(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
  event: UnitEvent,
): Promise<Judgement> {
  const { slices, nStable, nCandidate } = await readUnitSlices(log, comparison, event);
  return { ...judgeRates(slices, gate, secondsOf(comparison)), nStable, nCandidate };
}

async function readDisagreement(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  const noise = noiseArms(comparison);
  const [candidate, natural] = await Promise.all([
    countPairs(log, comparison, comparison),
    noise && countPairs(log, comparison, noise),
  ]);
  return judgeDisagreement({ candidate, noise: natural }, gate, secondsOf(comparison));
}

async function countPairs(
  log: PredictionLog,
  comparison: Comparison,
  arms: { stable: LogArm; candidate: LogArm },
): Promise<PairCount> {
  const pairs = await log.pairs(comparison, arms, MOST_PAIRS);
  const differing = pairs.filter(({ stable, candidate }) => !isSameAnswer(stable, candidate));
  return { disagreeing: differing.length, n: pairs.length };
}

/** Buckets of the sticky key where the log has them, else requests; those that a header forced do not count. */
async function readSplit(
  log: PredictionLog,
  comparison: Comparison,
  gate: Gate,
): Promise<Judgement | undefined> {
  const { split, stickyKey } = comparison.step.traffic;
  const segments = [{ metric: routeMetrics.by, value: 'split' }];
  const unitsOf = async (arm: 'stable' | 'candidate') => {
    const selection = { ...selectionOf(comparison, arm), role: 'live' as const };
    const units = await log.unitExtents({ ...selection, segments }, routeMetrics.bucket, 'error');
    if (units.length === 0) return { units: 0, rows: await log.countRows(selection) };
    return { units: units.length, rows: units.reduce((sum, { rows }) => sum + rows, 0) };
  };
  const [stable, candidate] = await Promise.all([unitsOf('stable'), unitsOf('candidate')]);
  const hasUnits = stickyKey !== null && stable.units + candidate.units > 0;
  // of requests with a sticky key nobody can say how far from the share they may be
  if (stickyKey !== null && !hasUnits && split.stable > 0 && split.candidate > 0) return undefined;
  const [a, b] = hasUnits ? [stable.units, candidate.units] : [stable.rows, candidate.rows];
  return judgeSplit({ candidate: b, n: a + b, share: comparison.share }, gate, secondsOf(comparison));
}
