import { checkLevel } from '#stats/budget/check-level.ts';
import { defaultThreshold, type DriftScore, leastRows, scoreBins } from '#stats/drift-score.ts';
import { type DriftVerdict, type Verdict, verdictOf } from '#stats/drift-verdict.ts';
import { scoreSamples } from '#stats/sample-scores.ts';
import {
  type BoardBudget,
  cellMarks,
  type DriftMap,
  type MetricDrift,
  type TaskContext,
  type TaskInput,
  type TaskResult,
} from '../protocol.ts';
import { type Counts, type CountsCache, spanSample } from './counts.ts';
import { summaryOf } from './load-counts.ts';
import { verdictsOfSlots } from './slot-verdicts.ts';
import { spellClaim, tellingSpell, type Spell } from './spell.ts';

/**
 * Each slot is a check of its own over all metrics, and so are their scores over the spell or the window;
 * together they share the budget of false alarms. Rows that hang together count as the fewer independent
 * ones they are worth. Metric by metric, as the counts lie in memory.
 */
export async function driftMap(
  cache: CountsCache,
  { url, method, budget }: TaskInput<'driftMap'>,
  { signal, onProgress, breathe }: TaskContext,
): Promise<TaskResult<'driftMap'>> {
  const counts = await cache.get(url, signal);
  const { slotsMs, metrics } = counts;
  const promise = promiseOf(budget, slotsMs.length, counts.header.stepSeconds);
  const cells = emptyCells(metrics.length * slotsMs.length);
  for (const [index, metric] of metrics.entries()) {
    const [from, to] = [index * slotsMs.length, (index + 1) * slotsMs.length];
    cells.sizes.set(metric.slots.m, from);
    scoreSamples(method, metric.slots, cells.effects.subarray(from, to), cells.p.subarray(from, to));
    if (await breathe()) onProgress({ doing: 'scoring', share: (index + 1) / metrics.length });
  }
  const slotVerdicts = verdictsOfSlots(counts, { method, level: promise.perCheck }, cells);
  for (const [slot, verdicts] of slotVerdicts.entries()) {
    for (const [index, verdict] of verdicts.entries()) {
      cells.marks[index * slotsMs.length + slot] = markOf(verdict);
    }
  }

  const output: DriftMap = {
    counts: summaryOf(counts),
    method,
    threshold: defaultThreshold(method),
    leastRows,
    promise,
    measured: measuredOn(counts, slotVerdicts),
    dispersions: Float64Array.from(metrics, ({ dispersion }) => dispersion),
    ...cells,
    metrics: metricsOf(counts, { method, promise }, slotVerdicts, cells.effects),
  };
  const { effects, p, sizes, marks, dispersions } = output;
  const arrays = [effects, p, sizes, marks, dispersions, output.counts.slotsMs, output.counts.rows];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

/** The check of the whole window, or of what lasts of it, is one more than its slots. */
function promiseOf(budget: BoardBudget, slots: number, stepSeconds: number): DriftMap['promise'] {
  const slotsPerPeriod = budget.periodSeconds / stepSeconds;
  const checksPerPeriod = slotsPerPeriod * (1 + 1 / Math.max(1, slots));
  return { ...checkLevel({ alarms: budget.alarms, checksPerPeriod }), budget, checksPerPeriod };
}

function measuredOn({ header, slotsMs }: Counts, slotVerdicts: readonly Verdict[][]): DriftMap['measured'] {
  const [fromMs, toMs] = [Date.parse(header.reference.from), Date.parse(header.reference.to)];
  const own = slotVerdicts.filter((verdicts, slot) => {
    const startMs = slotsMs[slot] as number;
    const isWithin = startMs >= fromMs && startMs + header.stepSeconds * 1000 <= toMs;
    return isWithin && verdicts.some((verdict) => verdict !== 'unavailable');
  });
  const isAlarm = (verdict: Verdict): boolean => verdict === 'drift' || verdict === 'warn';
  return { checks: own.length, alarms: own.filter((verdicts) => verdicts.some(isAlarm)).length };
}

function emptyCells(size: number): Pick<DriftMap, 'effects' | 'p' | 'sizes' | 'marks'> {
  return {
    effects: new Float64Array(size).fill(Number.NaN),
    p: new Float64Array(size).fill(Number.NaN),
    sizes: new Float64Array(size),
    marks: new Uint8Array(size),
  };
}

function metricsOf(
  { header, slotsMs, metrics }: Counts,
  { method, promise }: Pick<DriftMap, 'method' | 'promise'>,
  slotVerdicts: Verdict[][],
  effects: Float64Array,
): MetricDrift[] {
  const whole = metrics.map((metric) => scoreBins(method, metric.reference, metric.whole, metric.dispersion));
  const { alert } = defaultThreshold(method);
  const spells = metrics.map((_, index) =>
    tellingSpell(
      slotVerdicts.map((verdicts, slot) =>
        spellClaim(verdicts[index], effects[index * slotsMs.length + slot] as number, alert),
      ),
    ),
  );
  const scores = metrics.map((metric, index) => {
    const spell = spells[index];
    if (!spell?.isOngoing) return whole[index] as DriftScore; // one for each metric
    const span = spanSample(metric, spell.first, spell.last + 1);
    return scoreBins(method, metric.reference, span, metric.dispersion);
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

function markOf(verdict: Verdict): number {
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
