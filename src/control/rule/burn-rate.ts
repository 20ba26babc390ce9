import { noData, type RuleValue, seen } from './rule-value.ts';

export type Answers = { good: number; all: number };
export type BurnWindow = { long: Answers; short: Answers; factor: number };

/**
 * How fast an error budget burns: share of bad answers over the share that the objective allows, of the slower of a
 * long and a short window (the short one ends the alert soon after the burning does), over the factor that the pair
 * allows; the largest of the pairs (SRE workbook, alerting on SLOs). A pair with fewer than `leastBad` bad answers in its long window burns
 * nothing: at 99.9 %, a single error among 70 answers already exceeds 14.4. No value without answers. O(pairs).
 */
export function burnRate(windows: readonly BurnWindow[], objective: number, leastBad: number): RuleValue {
  const n = Math.max(...windows.map(({ long }) => long.all));
  if (n === 0) return noData('no answers in the windows');
  const rates = windows.map(({ long, short, factor }) => {
    if (long.all - long.good < leastBad) return 0;
    return Math.min(burning(long, objective), burning(short, objective)) / factor;
  });
  return seen(Math.max(...rates), n);
}

function burning({ good, all }: Answers, objective: number): number {
  return all === 0 ? 0 : (1 - good / all) / (1 - objective);
}
