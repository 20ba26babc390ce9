import { checkLevel } from '#stats/budget/check-level.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import { defaultThreshold, type DriftScore, leastRows, scoreBins } from '#stats/drift-score.ts';
import { type DriftVerdict, type Verdict, verdictOf } from '#stats/drift-verdict.ts';
import {
  type BoardBudget,
  cellMarks,
  type DriftMap,
  type MetricDrift,
  type TaskContext,
  type TaskInput,
  type TaskResult,
} from '../protocol.ts';
import { type Counts, type CountsCache, slotSample, spanSample } from './counts.ts';
import { summaryOf } from './load-counts.ts';
import { latestSpell, type Spell } from './spell.ts';

/**
 * Each slot is a check of its own over all metrics, and so are their scores over the spell or the window;
 * together they share the budget of false alarms. Rows that hang together count as the fewer independent
 * ones they are worth.
 */
export async function driftMap(
  cache: CountsCache,
  { url, method, budget }: TaskInput<'driftMap'>,
  { signal, onProgress, breathe }: TaskContext,
): Promise<TaskResult<'driftMap'>> {
  const counts = await cache.get(url, signal);
  const { slotsMs, metrics } = counts;
  const promise = promiseOf(budget, slotsMs.length, counts.header.stepSeconds);
  const dispersions = Float64Array.from(metrics, (metric) =>
    rowDispersion(
      Array.from(slotsMs, (_, slot) => slotSample(metric, slot).counts),
      metric.reference.kind === 'numeric',
    ),
  );
  const whole: DriftScore[] = [];
  const bySlot: DriftScore[][] = Array.from(slotsMs, () => []);
  for (const [index, metric] of metrics.entries()) {
    const dispersion = dispersions[index] as number; // one a metric
    whole.push(scoreBins(method, metric.reference, spanSample(metric), dispersion));
    for (const [slot, scores] of bySlot.entries()) {
      scores.push(scoreBins(method, metric.reference, slotSample(metric, slot), dispersion));
    }
    if (await breathe()) onProgress({ doing: 'scoring', share: (index + 1) / metrics.length });
  }

  const verdicts = bySlot.map((scores) => verdictOf(scores, { level: promise.perCheck }));
  const output: DriftMap = {
    counts: summaryOf(counts),
    method,
    threshold: defaultThreshold(method),
    leastRows,
    promise,
    dispersions,
    ...cellsOf(bySlot, verdicts, metrics.length),
    metrics: metricsOf(counts, { method, promise, dispersions }, whole, verdicts),
  };
  const { effects, p, sizes, marks } = output;
  const arrays = [effects, p, sizes, marks, dispersions, output.counts.slotsMs, output.counts.rows];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

/** The check of the whole window, or of what lasts of it, is one more than its slots. */
function promiseOf(budget: BoardBudget, slots: number, stepSeconds: number): DriftMap['promise'] {
  const slotsPerPeriod = budget.periodSeconds / stepSeconds;
  const checksPerPeriod = slotsPerPeriod * (1 + 1 / Math.max(1, slots));
  return { ...checkLevel({ alarms: budget.alarms, checksPerPeriod }), budget, checksPerPeriod };
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
  { method, promise, dispersions }: Pick<DriftMap, 'method' | 'promise' | 'dispersions'>,
  whole: DriftScore[],
  slotVerdicts: DriftVerdict[][],
): MetricDrift[] {
  const spells = metrics.map((_, index) =>
    latestSpell(slotVerdicts.map((verdicts) => isDrifting(verdicts[index]?.verdict))),
  );
  const scores = metrics.map((metric, index) => {
    const spell = spells[index];
    if (!spell?.isOngoing) return whole[index] as DriftScore; // one was pushed for each metric
    const span = spanSample(metric, spell.first, spell.last + 1);
    return scoreBins(method, metric.reference, span, dispersions[index]);
  });
  const verdicts = verdictOf(scores, { level: promise.perCheck });
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
