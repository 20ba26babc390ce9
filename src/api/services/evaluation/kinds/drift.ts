import { groupOf } from '#contract/metric.ts';
import { driftValues } from '#control/rule/drift-value.ts';
import { newCategoryValue } from '#control/rule/new-category-value.ts';
import { noData } from '#control/rule/rule-value.ts';
import { stageDriftValue } from '#control/rule/stage-drift-value.ts';
import { checkLevel } from '#stats/budget/check-level.ts';
import { dispersionOf, seasonalReference } from '#stats/budget/metric-history.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import { totalOf } from '#stats/counts.ts';
import { type BinnedSample, type DriftMethod, type DriftScore, scoreBins } from '#stats/drift-score.ts';
import { frozenSample } from '#stats/frozen-sample.ts';
import type { Evaluation, Observed, RuleSlot } from '../observation.ts';
import { ownHistory, type OwnHistory } from '../own-history.ts';
import { selectionOf, windowBefore } from '../selection.ts';
import { ofEachMetric } from './metric.ts';

type DriftSlot = RuleSlot & { condition: { reference?: string | undefined; windowSeconds: number } };

const WEEK_SECONDS = 7 * 86_400;
/** Windows before the present one, in which is seen how far rows hang together where the reference does not tell. */
const WINDOWS_BEFORE = 12;
/** A window that begins amid the parts of a season is compared with each in proportion. */
const STEPS_WITHIN = 12;

export async function observeDrift(evaluation: Evaluation<'drift'>): Promise<Observed[]> {
  const { metrics, method, level } = evaluation.condition;
  const history = await historyOf(evaluation, metrics);
  const scores = await Promise.all(metrics.map((metric) => scoreOf(evaluation, metric, method, history)));
  const tested = scores.flatMap((score) => score ?? []);
  const values = driftValues(tested, level);
  return metrics.map((metric, index) => {
    const score = scores[index];
    const value = score && values[tested.indexOf(score)];
    return { labels: { metric }, value: value ?? noData('the reference has no such metric') };
  });
}

export async function observeStageDrift(evaluation: Evaluation<'stageDrift'>): Promise<Observed[]> {
  const { rule, condition, reads } = evaluation;
  const { group, method, naming, windowSeconds } = condition;
  const selection = selectionOf(evaluation, windowBefore(evaluation, windowSeconds));
  const { metrics: frozen } = await reads.reference(selection, condition.reference);
  const watched = frozen
    .filter(({ metric, kind }) => {
      const own = groupOf(metric);
      const isOfGroup = group === 'all' ? own !== 'software' : own === group;
      return isOfGroup && (kind === 'numeric' || (method !== 'ks' && method !== 'wasserstein'));
    })
    .map(({ metric }) => metric);
  const history = await historyOf(evaluation, watched);
  const scores = await Promise.all(
    watched.map(async (metric) => ({ metric, score: await scoreOf(evaluation, metric, method, history) })),
  );
  const found = scores.flatMap(({ metric, score }) => (score ? [{ metric, score }] : []));
  if (!rule.budget) throw new Error('the rule has no budget of false alarms');
  const budget = { alarms: rule.budget.perWeek, checksPerPeriod: WEEK_SECONDS / rule.everySeconds };
  const { perCheck } = history ? history.level(method, budget) : checkLevel(budget);
  return [{ labels: {}, value: stageDriftValue(found, { level: perCheck, naming }) }];
}

export function observeNewCategory(evaluation: Evaluation<'newCategory'>): Promise<Observed[]> {
  const { metrics, level } = evaluation.condition;
  return ofEachMetric(metrics, async (metric) => {
    const sides = await sidesOf(evaluation, metric);
    if (!sides) return noData('the reference has no such metric');
    return newCategoryValue(sides.reference, sides.current, level, metrics.length);
  });
}

/** What the reference's own time says of windows as long as the rule's. */
async function historyOf(evaluation: DriftSlot, metrics: readonly string[]): Promise<OwnHistory | undefined> {
  const { reads, condition, readToMs } = evaluation;
  const selection = selectionOf(evaluation, windowBefore(evaluation, condition.windowSeconds));
  const reference = await reads.reference(selection, condition.reference);
  return ownHistory(reads.ports.log, reference, {
    metrics,
    segments: selection.segments,
    stepMs: condition.windowSeconds * 1000,
    nowMs: readToMs,
  });
}

/** The same score that a drift map shows, with the evidence of as many rows as the dependent ones are worth. */
async function scoreOf(
  evaluation: DriftSlot,
  metric: string,
  method: DriftMethod,
  history: OwnHistory | undefined,
): Promise<DriftScore | undefined> {
  const sides = await sidesOf(evaluation, metric);
  if (!sides) return undefined;
  const { reference, current } = sides;
  const own = history?.metrics.get(metric);
  if (!own) return scoreBins(method, reference, current, await dispersionBefore(evaluation, metric));

  const rows = totalOf(current.counts);
  const { fromMs, toMs } = windowBefore(evaluation, evaluation.condition.windowSeconds);
  const steps = Array.from({ length: STEPS_WITHIN }, (_, i) => fromMs + (i * (toMs - fromMs)) / STEPS_WITHIN);
  const like = seasonalReference(
    own,
    reference,
    steps,
    steps.map(() => rows / STEPS_WITHIN),
  );
  return scoreBins(method, like, current, dispersionOf(own.dispersion, 1, rows));
}

async function sidesOf(
  evaluation: DriftSlot,
  metric: string,
): Promise<{ reference: BinnedSample; current: BinnedSample } | undefined> {
  const { reads, condition } = evaluation;
  const selection = selectionOf(evaluation, windowBefore(evaluation, condition.windowSeconds));
  const { metrics: frozen } = await reads.reference(selection, condition.reference);
  const own = frozen.find((candidate) => candidate.metric === metric);
  const current = await reads.binned(selection, condition.reference, metric);
  return own && current && { reference: frozenSample(own), current };
}

async function dispersionBefore(evaluation: DriftSlot, metric: string): Promise<number> {
  const { reads, condition, readToMs } = evaluation;
  const stepMs = condition.windowSeconds * 1000;
  const toMs = Math.floor(readToMs / stepMs) * stepMs; // whole windows, so that it is counted anew only after each
  const windows = await Promise.all(
    Array.from({ length: WINDOWS_BEFORE }, (_, before) => {
      const fromMs = toMs - (before + 1) * stepMs;
      const selection = selectionOf(evaluation, { fromMs, toMs: fromMs + stepMs });
      return reads.binned(selection, condition.reference, metric);
    }),
  );
  const known = windows.flatMap((window) => window ?? []);
  return rowDispersion(known.map(({ counts }) => counts).toReversed(), known[0]?.kind === 'numeric');
}
