import type { RuleTest } from '#contract/rule-test.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { type AlertState, initialState, isOpen } from '../alert/alert-state.ts';
import { observe } from '../alert/observe.ts';
import { readingOf, timersOf } from '../rule/reading-of.ts';
import { noData, type RuleValue } from '../rule/rule-value.ts';
import { seriesHistory } from '../threshold/series-history.ts';
import {
  formatDuration,
  formatSelector,
  parseDuration,
  parseSelector,
  parseSeriesValues,
} from './series-notation.ts';

export type RuleTestFailure = {
  test: string;
  /** What was expected, what there was instead, and how each alert stood. */
  lines: string[];
};

type TestedRule = RuleDefinition & Pick<Rule, 'usual'>;

/** One alert of a test: its labels, and what the rule reads at each interval. */
type Instance = { labels: Record<string, string>; valueAt: (endMs: number) => RuleValue };

/**
 * Runs tests over rules by the machine that decides live. A rule is evaluated at the end of each of its slots, from 0 on;
 * the value there is the newest of its series.
 *
 * @throws {Error} where a test cannot be read
 */
export function runRuleTests(
  rules: readonly TestedRule[],
  tests: readonly RuleTest[],
  evaluationInterval: string,
): RuleTestFailure[] {
  return tests.flatMap((test, index) => {
    const name = test.name ?? `test ${index + 1}`;
    const intervalMs = parseDuration(test.interval ?? evaluationInterval);
    return test.alert_rule_test.flatMap(({ eval_time, alertname, exp_alerts }): RuleTestFailure[] => {
      const at = `${alertname} at ${eval_time}`;
      const rule = rules.find((candidate) => candidate.name === alertname);
      if (!rule) {
        const known = rules.map((candidate) => candidate.name).join(', ');
        return [{ test: name, lines: [`${at}: there is no such rule; there are ${known}`] }];
      }
      const found = instancesOf(rule, test, intervalMs).map((instance) => ({
        instance,
        state: stateAt(rule, instance, parseDuration(eval_time)),
      }));
      const got = found
        .filter(({ state }) => isOpen(state))
        .map(({ instance, state }) =>
          formatSelector('', { ...instance.labels, ...rule.labels, severity: state.severity ?? '' }),
        );
      const expected = exp_alerts.map(({ exp_labels }) => formatSelector('', exp_labels));
      const isSame = JSON.stringify(sortedLabels(got)) === JSON.stringify(sortedLabels(expected));
      if (isSame) return [];
      return [
        {
          test: name,
          lines: [
            `${at}:`,
            `  expected: ${expected.join(' ') || 'no alert'}`,
            `  got:      ${got.join(' ') || 'no alert'}`,
            ...found.map(({ instance, state }) => `  ${standing(rule, instance, state)}`),
          ],
        },
      ];
    });
  });
}

/** Of every label set that a series names. */
function instancesOf(rule: TestedRule, { input_series }: RuleTest, intervalMs: number): Instance[] {
  const own = input_series
    .map(({ series, values }) => ({ ...parseSelector(series), values: parseSeriesValues(values) }))
    .filter(({ labels }) => labels['alertname'] === rule.name);
  const keyed = Map.groupBy(own, ({ labels }) => labelsKey(labels));
  return [...keyed.values()].map((group) => {
    const { alertname: _, ...labels } = group[0]?.labels ?? {};
    const named = (wanted: string) => group.find(({ name }) => name === wanted)?.values;
    const [value, statistic, n, evidence] = ['value', 'statistic', 'n', 'evidence'].map(named);
    const at = (endMs: number) => Math.floor(endMs / intervalMs);
    if (statistic) return { labels, valueAt: ofStatistic(rule, statistic, n, intervalMs) };
    if (!value) throw new Error(`${rule.name} has no series value{…} or statistic{…}`);
    return {
      labels,
      valueAt: (endMs) => {
        const seen = value[at(endMs)] ?? null;
        if (seen === null) return noData('no value');
        const hasEvidence = evidence?.[at(endMs)] !== 0;
        return { kind: 'value', value: seen, n: n?.[at(endMs)] ?? 1, hasEvidence };
      },
    };
  });
}

/** The value that a change, a band or a shift makes of a statistic in windows that end at 0, one interval, two … */
function ofStatistic(
  { name, condition, everySeconds }: TestedRule,
  statistic: readonly (number | null)[],
  n: readonly (number | null)[] | undefined,
  intervalMs: number,
): Instance['valueAt'] {
  switch (condition.kind) {
    case 'metric':
    case 'change':
    case 'band':
    case 'shift': {
      if (condition.windowSeconds * 1000 !== intervalMs) {
        throw new Error(
          `the interval of statistic{…} must be the window of ${name}, ${condition.windowSeconds}s`,
        );
      }
      const series = {
        fromMs: -intervalMs,
        windowMs: intervalMs,
        values: Float64Array.from(statistic, (value) => value ?? Number.NaN),
        sizes: Float64Array.from(statistic, (_, index) => n?.[index] ?? 1),
      };
      const slotMs = everySeconds * 1000;
      return (endMs) => {
        const { values, sizes } = seriesHistory(series, condition, {
          firstSlot: Math.round(endMs / slotMs) - 1,
          slotMs,
          count: 1,
        });
        const value = values[0] ?? Number.NaN;
        if (Number.isNaN(value)) return noData('no value');
        return { kind: 'value', value, n: sizes[0] ?? 0, hasEvidence: true };
      };
    }
    case 'drift':
    case 'stageDrift':
    case 'quality':
    case 'labelDelay':
    case 'runLate':
    case 'siteSilent':
    case 'burnRate':
    case 'newCategory':
    case 'composite':
    case 'alarmBudget':
      throw new Error(`${name} is of kind ${condition.kind}, which is made of no statistic: write value{…}`);
  }
}

function stateAt(rule: TestedRule, { valueAt }: Instance, untilMs: number): AlertState {
  const slotMs = rule.everySeconds * 1000;
  const timers = timersOf({ ...rule, version: 1 });
  let state = initialState;
  for (let slot = 0; slot * slotMs <= untilMs; slot++) {
    const reading = readingOf(rule, valueAt(slot * slotMs));
    ({ state } = observe(state, { slot, atMs: slot * slotMs, reading, timers }));
  }
  return state;
}

function sortedLabels(selectors: readonly string[]): string[] {
  return selectors.map((text) => labelsKey(parseSelector(`x${text}`).labels)).sort();
}

/** The same for the same labels in any order. */
function labelsKey(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function standing({ levels, everySeconds }: TestedRule, { labels }: Instance, state: AlertState): string {
  const limits = Object.entries(levels).map(([severity, { threshold }]) => `${severity} ${threshold}`);
  const breach = state.breachSlots[state.severity ?? 'warning'];
  const since =
    breach === null ? '' : `, for ${formatDuration(breach * everySeconds * 1000)} after the first breach`;
  return `${formatSelector('', labels)} is ${state.condition}${since}; value ${state.value ?? 'none'}, limits ${limits.join(', ')}`;
}
