import { checkLevel } from '#stats/budget/check-level.ts';
import type { MetricHistory } from '#stats/budget/metric-history.ts';
import {
  defaultThreshold,
  type DriftMethod,
  type DriftScore,
  leastRows,
  scoreBins,
} from '#stats/drift-score.ts';
import { type DriftVerdict, type Verdict, verdictOf } from '#stats/drift-verdict.ts';
import { levelChanges } from '#stats/streams/level-changes.ts';
import { type BoardBudget, cellMarks, type DriftMap, type MetricDrift } from '../tasks/drift-map-tasks.ts';
import type { LevelMove } from '../tasks/series-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { calibratedLevels } from './calibrated-levels.ts';
import { scoreSlots } from './compared-metric.ts';
import { type Compared, comparedSpan, type Counts, type CountsCache } from './counts.ts';
import { summaryOf } from './load-counts.ts';
import type { ReferenceHistory } from './reference-history.ts';
import { verdictsOfSlots } from './slot-verdicts.ts';
import { spellClaim, tellingSpell, type Spell } from './spell.ts';

/** With fewer independent slots a spread is known too badly to promise much by it. */
const leastIndependent = 30;

/**
 * Each slot is a check of its own over all metrics, and so are their scores over the spell or the window;
 * together they share the budget of false alarms. Rows that hang together count as the fewer independent
 * ones they are worth. Metric by metric, as the counts lie in memory.
 */
export async function driftMap(
  cache: CountsCache,
  { url, method, budget }: TaskInput<'driftMap'>,
  context: TaskContext,
): Promise<TaskResult<'driftMap'>> {
  const counts = await cache.get(url, context);
  const { onProgress, breathe } = context;
  const { metrics } = counts;
  const slots = counts.slotsMs.length;
  const { promise, calibration } = await calibrated(counts, method, budget, context);
  const cells = emptyCells(metrics.length * slots);
  for (const [index, metric] of metrics.entries()) {
    const [from, to] = [index * slots, (index + 1) * slots];
    cells.sizes.set(metric.rows, from);
    scoreSlots(method, metric, cells.effects.subarray(from, to), cells.p.subarray(from, to));
    if (await breathe()) onProgress({ doing: 'scoring', share: (index + 1) / metrics.length });
  }
  const slotVerdicts = verdictsOfSlots(counts, { method, level: promise.perCheck }, cells);
  slotVerdicts.forEach((verdicts, slot) =>
    verdicts.forEach((verdict, index) => {
      cells.marks[index * slots + slot] = markOf(verdict);
    }),
  );

  const output: DriftMap = {
    counts: summaryOf(counts),
    method,
    threshold: defaultThreshold(method),
    leastRows,
    promise,
    calibration,
    dispersions: Float64Array.from(metrics, ({ dispersion }) => dispersion),
    seasons: metrics.map(({ season }) => season),
    ...cells,
    metrics: metricsOf(counts, { method, promise }, slotVerdicts, cells),
  };
  const { effects, p, sizes, marks, dispersions } = output;
  const arrays = [effects, p, sizes, marks, dispersions, output.counts.slotsMs, output.counts.rows];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

/** The check of the whole window, or of what lasts of it, is one more than its slots. */
async function calibrated(
  { header, slotsMs, history }: Counts,
  method: DriftMethod,
  budget: BoardBudget,
  context: TaskContext,
): Promise<Pick<DriftMap, 'promise' | 'calibration'>> {
  const slotsPerPeriod = budget.periodSeconds / header.stepSeconds;
  const checksPerPeriod = slotsPerPeriod * (1 + 1 / Math.max(1, slotsMs.length));
  const allowed = { alarms: budget.alarms, checksPerPeriod };
  if (history.status === 'unavailable') {
    return { promise: { ...checkLevel(allowed), budget, checksPerPeriod }, calibration: history };
  }
  const levels = await calibratedLevels(history, allowed, header.stepSeconds, context);
  const { basis, checks, alarms, checksToCertify, ...level } = levels[method];
  return {
    promise: { ...level, budget, checksPerPeriod },
    calibration: { status: 'ok', basis, checks, alarms, checksToCertify, wandering: wanderingOf(history) },
  };
}

function wanderingOf({ metrics }: ReferenceHistory): number {
  const isWandering = ({ memory }: MetricHistory): boolean =>
    memory.correlation > 0 && memory.independent < leastIndependent;
  return [...metrics.values()].filter(isWandering).length;
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
  { effects, sizes }: Pick<DriftMap, 'effects' | 'sizes'>,
): MetricDrift[] {
  const scoreOf = ({ reference, sample, dispersion }: Compared): DriftScore =>
    scoreBins(method, reference, sample, dispersion);
  const whole = metrics.map((metric) => scoreOf(metric.whole));
  const { alert } = defaultThreshold(method);
  const slots = slotsMs.length;
  const rowOf = (cells: Float64Array, index: number) => cells.subarray(index * slots, (index + 1) * slots);
  const family = metrics.length;
  const riseOf = (scores: Float64Array, rows: Float64Array) =>
    largestRise(levelChanges(scores, rows, { isShare: false, family }), slotsMs, header.stepSeconds);
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
    return scoreOf(comparedSpan(metric, spell.first, spell.last + 1));
  });
  const verdicts = verdictOf(scores, { level: promise.perCheck });
  return header.metrics.map(({ metric }, index) => ({
    metric,
    score: scores[index] as DriftScore,
    verdict: verdicts[index] as DriftVerdict,
    whole: whole[index] as DriftScore,
    spell: timesOf(spells[index], slotsMs, header.stepSeconds),
    rise: spells[index] && riseOf(rowOf(effects, index), rowOf(sizes, index)),
  }));
}

function largestRise(
  changes: ReturnType<typeof levelChanges>,
  slotsMs: Float64Array,
  stepSeconds: number,
): LevelMove | undefined {
  if (changes.status === 'unavailable') return undefined;
  const [largest] = changes.changes
    .filter(({ before, after }) => after > before)
    .sort((a, b) => b.after - b.before - (a.after - a.before));
  if (!largest) return undefined;
  const { index, lower, upper, before, after, size } = largest;
  return {
    atMs: slotsMs[index] as number,
    fromMs: slotsMs[lower] as number,
    toMs: (slotsMs[upper] as number) + stepSeconds * 1000,
    before,
    after,
    size,
  };
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
