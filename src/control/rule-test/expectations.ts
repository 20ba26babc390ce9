import type { Severity } from '#contract/alert-words.ts';
import type { Rule } from '#contract/rule.ts';
import { initialState, isOpen } from '../alert/alert-state.ts';
import { observe } from '../alert/observe.ts';
import { readingOf, timersOf } from '../rule/reading-of.ts';
import type { RuleValue } from '../rule/rule-value.ts';

/** How an alert stands after a slot: null where it is not open. */
export type Expectation = { slot: number; severity: Severity | null };

/** What a test has to ask of these readings, slot by slot from 0: how it stood before and after each change, and at the end. O(slots). */
export function expectationsOf(
  rule: Pick<Rule, 'levels' | 'direction' | 'condition' | 'usual' | 'noData'>,
  values: readonly RuleValue[],
): Expectation[] {
  const timers = timersOf({ ...rule, version: 1 });
  let state = initialState;
  const standings = values.map((value, slot): Expectation => {
    ({ state } = observe(state, { slot, atMs: slot, reading: readingOf(rule, value), timers }));
    return { slot, severity: isOpen(state) ? state.severity : null };
  });
  return standings.filter(({ severity }, slot) => {
    const isNext = (other: Expectation | undefined) => other === undefined || other.severity !== severity;
    return isNext(standings[slot + 1]) || (slot > 0 && isNext(standings[slot - 1]));
  });
}
