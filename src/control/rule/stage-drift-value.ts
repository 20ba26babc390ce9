import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { benjaminiYekutieli } from '#stats/benjamini-yekutieli.ts';
import { checkLevel } from '#stats/budget/check-level.ts';
import { defaultThreshold, type DriftScore } from '#stats/drift-score.ts';
import { noData, type RuleValue } from './rule-value.ts';

const WEEK_SECONDS = 7 * 86_400;
const corrections = { benjaminiHochberg, benjaminiYekutieli };

export type StageBudget = {
  alarmsPerWeek: number;
  everySeconds: number;
  naming: keyof typeof corrections;
};

/**
 * All metrics of a stage under one budget. Whether: the largest evidence among the effects worth a look,
 * log₁₀(level / p), where the level is what the budget leaves to one test of one check (Bonferroni, which holds
 * whatever the dependence), so that 0 is the limit. Which: the metrics whose p-values, corrected for all that were
 * tested, are below the level of the check. No value when no metric could be tested. O(k log k).
 *
 * @param scores one a metric
 */
export function stageDriftValue(
  scores: readonly { metric: string; score: DriftScore }[],
  { alarmsPerWeek, everySeconds, naming }: StageBudget,
): RuleValue {
  const tested = scores.flatMap(({ metric, score }) => (score.status === 'ok' ? [{ metric, ...score }] : []));
  if (tested.length === 0) return noData('no metric has enough rows on both sides');
  const checksPerPeriod = WEEK_SECONDS / everySeconds;
  const level = checkLevel({ alarms: alarmsPerWeek, checksPerPeriod, tests: tested.length });
  const isWorthALook = ({ effect, method }: (typeof tested)[number]) =>
    effect >= defaultThreshold(method).warn;
  const evidence = tested.map((score) =>
    isWorthALook(score) ? (Math.log(level.perTest) - score.lnP) / Math.LN10 : Number.NEGATIVE_INFINITY,
  );
  const quiet = Math.log10(level.perTest); // as if p were 1
  const adjusted = corrections[naming](tested.map(({ p }) => p));
  const named = tested
    .filter((score, index) => isWorthALook(score) && (adjusted[index] as number) < level.perCheck)
    .sort((a, b) => a.lnP - b.lnP || b.effect - a.effect)
    .map(({ metric }) => metric);
  return {
    kind: 'value',
    value: Math.max(quiet, ...evidence),
    n: Math.max(...tested.map(({ m }) => m)),
    hasEvidence: true,
    names: named,
  };
}
