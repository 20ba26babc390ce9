import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { benjaminiYekutieli } from '#stats/benjamini-yekutieli.ts';
import type { DriftScore } from '#stats/drift-score.ts';
import { alarmEvidence, verdictOf } from '#stats/drift-verdict.ts';
import { noData, type RuleValue } from './rule-value.ts';

const corrections = { benjaminiHochberg, benjaminiYekutieli };
/** Evidence beyond it has a p-value that a number cannot hold. */
const MOST_EVIDENCE = 700;

/**
 * All metrics of a stage in one check, decided as the drift board decides a slot. Whether: the largest evidence among the changes worth
 * a look, by adjusted p-values (`alarmEvidence`), as log₁₀(level / p), so that 0 is the limit. Which: the metrics with a verdict at that
 * level, under the correction of `naming`. No value when no metric could be tested. O(k log k).
 *
 * @param scores one a metric
 * @param level what the budget of false alarms leaves to a check
 */
export function stageDriftValue(
  scores: readonly { metric: string; score: DriftScore }[],
  { level, naming }: { level: number; naming: keyof typeof corrections },
): RuleValue {
  const claims = scores.map(({ score }) => score);
  const evidence = alarmEvidence(claims);
  if (Number.isNaN(evidence)) return noData('no metric has enough rows on both sides');
  const verdicts = verdictOf(claims, { level, correction: corrections[naming] });
  const named = scores
    .filter((_, index) => ['drift', 'warn'].includes(verdicts[index]?.verdict ?? ''))
    .sort((a, b) => lnPOf(a.score) - lnPOf(b.score))
    .map(({ metric }) => metric);
  return {
    kind: 'value',
    value: (Math.log(level) + Math.min(evidence, MOST_EVIDENCE)) / Math.LN10,
    n: Math.max(...claims.map(({ m }) => m)),
    hasEvidence: true,
    names: named,
  };
}

/** A change of missing values alone stands behind those of values. */
function lnPOf(score: DriftScore): number {
  return score.status === 'ok' ? score.lnP : 0;
}
