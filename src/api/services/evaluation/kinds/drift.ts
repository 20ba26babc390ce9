import { groupOf } from '#contract/metric.ts';
import { driftValues } from '#control/rule/drift-value.ts';
import { newCategoryValue } from '#control/rule/new-category-value.ts';
import { noData } from '#control/rule/rule-value.ts';
import { stageDriftValue } from '#control/rule/stage-drift-value.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import { type DriftMethod, type DriftScore, scoreBins } from '#stats/drift-score.ts';
import { frozenSample } from '../../references/count-in-bins.ts';
import type { Evaluation, Observed, RuleSlot } from '../observation.ts';
import { selectionOf, windowBefore } from '../selection.ts';
import { ofEachMetric } from './metric.ts';

type DriftSlot = RuleSlot & { condition: { reference?: string | undefined; windowSeconds: number } };

/** Windows before the present one, in which is seen how far rows hang together. */
const WINDOWS_BEFORE = 12;

export async function observeDrift(evaluation: Evaluation<'drift'>): Promise<Observed[]> {
  const { metrics, method, level } = evaluation.condition;
  const scores = await Promise.all(metrics.map((metric) => scoreOf(evaluation, metric, method)));
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
  const { group, method, naming } = condition;
  const selection = selectionOf(evaluation, windowBefore(evaluation, condition.windowSeconds));
  const { metrics: frozen } = await reads.reference(selection, condition.reference);
  const watched = frozen.filter(({ metric, kind }) => {
    const own = groupOf(metric);
    const isOfGroup = group === 'all' ? own !== 'software' : own === group;
    return isOfGroup && (kind === 'numeric' || (method !== 'ks' && method !== 'wasserstein'));
  });
  const scores = await Promise.all(
    watched.map(async ({ metric }) => ({ metric, score: await scoreOf(evaluation, metric, method) })),
  );
  const found = scores.flatMap(({ metric, score }) => (score ? [{ metric, score }] : []));
  if (!rule.budget) throw new Error('the rule has no budget of false alarms');
  const value = stageDriftValue(found, {
    alarmsPerWeek: rule.budget.perWeek,
    everySeconds: rule.everySeconds,
    naming,
  });
  return [{ labels: {}, value }];
}

export function observeNewCategory(evaluation: Evaluation<'newCategory'>): Promise<Observed[]> {
  const { metrics, level } = evaluation.condition;
  return ofEachMetric(metrics, async (metric) => {
    const sides = await sidesOf(evaluation, metric);
    if (!sides) return noData('the reference has no such metric');
    return newCategoryValue(sides.reference, sides.current, level, metrics.length);
  });
}

/** The same score that a drift map shows, with the evidence of as many rows as the dependent ones are worth. */
async function scoreOf(
  evaluation: DriftSlot,
  metric: string,
  method: DriftMethod,
): Promise<DriftScore | undefined> {
  const [sides, dispersion] = await Promise.all([
    sidesOf(evaluation, metric),
    dispersionOf(evaluation, metric),
  ]);
  return sides && scoreBins(method, sides.reference, sides.current, dispersion);
}

async function sidesOf(evaluation: DriftSlot, metric: string) {
  const { reads, condition } = evaluation;
  const selection = selectionOf(evaluation, windowBefore(evaluation, condition.windowSeconds));
  const { metrics: frozen } = await reads.reference(selection, condition.reference);
  const own = frozen.find((candidate) => candidate.metric === metric);
  const current = await reads.binned(selection, condition.reference, metric);
  return own && current && { reference: frozenSample(own), current };
}

async function dispersionOf(evaluation: DriftSlot, metric: string): Promise<number> {
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
