import { noData, type RuleValue, seen } from './rule-value.ts';

/**
 * A statistic against the same one of an earlier window: the difference now − then, or the ratio (now − then) / |then|.
 * No value when either side has none, and no ratio to zero. `n` is of the smaller side. O(1).
 */
export function changeValue(now: RuleValue, then: RuleValue, as: 'difference' | 'ratio'): RuleValue {
  if (now.kind === 'noData') return now;
  if (then.kind === 'noData') return noData(`${then.reason} of the earlier time`);
  const difference = now.value - then.value;
  const n = Math.min(now.n, then.n);
  if (as === 'difference') return seen(difference, n);
  if (then.value === 0) return noData('it was 0 at the earlier time, so there is no ratio');
  return seen(difference / Math.abs(then.value), n);
}
