import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import type { DriftScore } from '#stats/drift-score.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

const reasons: Record<string, string> = {
  'no-rows': 'no rows in the window',
  'too-few-rows': 'fewer than 30 values in the window or its reference',
  'needs-numeric': 'the test is of numbers only',
};

/**
 * Effects of one check, one a metric, each with evidence where its p-value, adjusted for all metrics of the check by
 * Benjamini & Hochberg, is below the level. O(n log n).
 */
export function driftValues(scores: readonly DriftScore[], level: number): RuleValue[] {
  const adjusted = benjaminiHochberg(scores.map((score) => (score.status === 'ok' ? score.p : Number.NaN)));
  return scores.map((score, index) => {
    if (score.status === 'unavailable') return noData(reasons[score.reason] ?? score.reason);
    return seen(score.effect, score.m, (adjusted[index] as number) < level);
  });
}
