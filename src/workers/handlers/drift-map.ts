import {
  defaultThreshold,
  type DriftMethod,
  type DriftScore,
  leastRows,
  scoreBins,
} from '#stats/drift-score.ts';
import { type DriftVerdict, type Verdict, verdictOf } from '#stats/drift-verdict.ts';
import {
  cellMarks,
  type DriftMap,
  type MetricDrift,
  type TaskContext,
  type TaskInput,
  type TaskResult,
} from '../protocol.ts';
import { createBreath } from './breathe.ts';
import { type Counts, type CountsCache, slotSample, spanSample } from './counts.ts';
import { summaryOf } from './load-counts.ts';
import { latestSpell, type Spell } from './spell.ts';

/** Each slot is a check of its own over all metrics, and so are their scores over the spell or the window. */
export async function driftMap(
  cache: CountsCache,
  { url, method, level }: TaskInput<'driftMap'>,
  { signal, onProgress }: TaskContext,
): Promise<TaskResult<'driftMap'>> {
  const counts = await cache.get(url, signal);
  const { slotsMs, metrics } = counts;
  const breathe = createBreath(signal);
  const whole: DriftScore[] = [];
  const bySlot: DriftScore[][] = Array.from(slotsMs, () => []);
  for (const [index, metric] of metrics.entries()) {
    whole.push(scoreBins(method, metric.reference, spanSample(metric)));
    for (const [slot, scores] of bySlot.entries()) {
      scores.push(scoreBins(method, metric.reference, slotSample(metric, slot)));
    }
    if (await breathe()) onProgress({ doing: 'scoring', share: (index + 1) / metrics.length });
  }

  const verdicts = bySlot.map((scores) => verdictOf(scores, { level }));
  const output: DriftMap = {
    counts: summaryOf(counts),
    method,
    threshold: defaultThreshold(method),
    leastRows,
    ...cellsOf(bySlot, verdicts, metrics.length),
    metrics: metricsOf(counts, method, level, whole, verdicts),
  };
  const { effects, p, sizes, marks } = output;
  const arrays = [effects, p, sizes, marks, output.counts.slotsMs, output.counts.rows];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

function cellsOf(
  bySlot: DriftScore[][],
  verdicts: DriftVerdict[][],
  rows: number,
): Pick<DriftMap, 'effects' | 'p' | 'sizes' | 'marks'> {
  const columns = bySlot.length;
  const effects = new Float64Array(rows * columns).fill(Number.NaN);
  const p = new Float64Array(rows * columns).fill(Number.NaN);
  const sizes = new Float64Array(rows * columns);
  const marks = new Uint8Array(rows * columns);
  for (const [slot, scores] of bySlot.entries()) {
    for (const [index, score] of scores.entries()) {
      const cell = index * columns + slot;
      sizes[cell] = score.m;
      marks[cell] = markOf(verdicts[slot]?.[index]?.verdict);
      if (score.status !== 'ok') continue;
      effects[cell] = score.effect;
      p[cell] = score.p;
    }
  }
  return { effects, p, sizes, marks };
}

function metricsOf(
  { header, slotsMs, metrics }: Counts,
  method: DriftMethod,
  level: number,
  whole: DriftScore[],
  slotVerdicts: DriftVerdict[][],
): MetricDrift[] {
  const spells = metrics.map((_, index) =>
    latestSpell(slotVerdicts.map((verdicts) => isDrifting(verdicts[index]?.verdict))),
  );
  const scores = metrics.map((metric, index) => {
    const spell = spells[index];
    if (!spell?.isOngoing) return whole[index] as DriftScore; // one was pushed for each metric
    return scoreBins(method, metric.reference, spanSample(metric, spell.first, spell.last + 1));
  });
  const verdicts = verdictOf(scores, { level });
  return header.metrics.map(({ metric }, index) => ({
    metric,
    score: scores[index] as DriftScore,
    verdict: verdicts[index] as DriftVerdict,
    whole: whole[index] as DriftScore,
    spell: timesOf(spells[index], slotsMs, header.stepSeconds),
  }));
}

function isDrifting(verdict: Verdict | undefined): boolean | undefined {
  return verdict === 'unavailable' ? undefined : verdict === 'drift';
}

function markOf(verdict: Verdict | undefined): number {
  return verdict === 'drift' || verdict === 'warn' ? cellMarks[verdict] : cellMarks.none;
}

function timesOf(spell: Spell | undefined, slotsMs: Float64Array, stepSeconds: number): MetricDrift['spell'] {
  if (!spell) return undefined;
  const fromMs = slotsMs[spell.first] as number;
  return {
    fromMs,
    toMs: (slotsMs[spell.last] as number) + stepSeconds * 1000,
    isOngoing: spell.isOngoing,
  };
}
