import { describe, expect, it } from 'vitest';
import { RuleTestFile } from '#contract/rule-test.ts';
import { runRuleTests } from '#control/rule-test/run-rule-tests.ts';

const noData = { policy: 'keep', afterSlots: 3 };
const slow = {
  name: 'slow',
  scope: { stage: 'score' },
  condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 },
  levels: {
    warning: { threshold: 300, recover: 250, forSlots: 1, keepSlots: 1 },
    critical: { threshold: 500, recover: 400, forSlots: 1, keepSlots: 1 },
  },
  everySeconds: 300,
  noData,
  labels: { team: 'risk' },
};
const changed = {
  ...slow,
  name: 'changed',
  condition: { ...slow.condition, kind: 'change', statistic: 'mean', agoSeconds: 600, as: 'ratio' },
  levels: { warning: { threshold: 0.5, recover: null, forSlots: 0, keepSlots: 0 } },
};

function run(tests: object[]) {
  const file = RuleTestFile.parse({
    rules: { pipeline: 'loans', rules: [slow, changed] },
    evaluation_interval: '5m',
    tests,
  });
  return runRuleTests(file.rules?.rules ?? [], file.tests, file.evaluation_interval);
}

const labels = { stage: 'score', metric: 'latencyMs' };
const series = (values: string, name = 'value', alertname = 'slow') => ({
  series: `${name}{alertname="${alertname}", stage="score", metric="latencyMs"}`,
  values,
});
const open = (severity: string) => [{ exp_labels: { ...labels, team: 'risk', severity } }];
const at = (eval_time: string, exp_alerts: object[] = [], alertname = 'slow') => ({
  eval_time,
  alertname,
  exp_alerts,
});

describe('a test of rules', () => {
  it('passes where the machine opens, upgrades, holds and ends the alert when it is said to', () => {
    const failures = run([
      {
        input_series: [series('100x2 350x3 600x1 _x2 450 420 100x3')],
        alert_rule_test: [
          at('15m'), // the first breach
          at('20m', open('warning')),
          at('30m', open('warning')),
          at('40m', open('critical')),
          at('50m', open('critical')), // sees nothing, so nothing ends
          at('1h', open('critical')), // in the band
          at('1h5m', open('critical')),
          at('1h15m'),
        ],
      },
    ]);

    expect(failures).toEqual([]);
  });

  it('makes a change of the statistic itself', () => {
    const failures = run([
      {
        input_series: [series('100 100 100 120 160', 'statistic', 'changed')],
        alert_rule_test: [at('15m', [], 'changed'), at('20m', open('warning'), 'changed')],
      },
    ]);

    expect(failures).toEqual([]);
  });

  it('holds an effect without evidence for no breach', () => {
    const failures = run([
      {
        input_series: [series('600x5'), series('0x5', 'evidence')],
        alert_rule_test: [at('20m')],
      },
    ]);

    expect(failures).toEqual([]);
  });

  it('that fails says what was expected, what there was, and how the alert stood', () => {
    const failures = run([
      {
        name: 'a slow hour',
        input_series: [series('100x2 350x3')],
        alert_rule_test: [at('15m', open('warning')), at('20m', open('critical'))],
      },
    ]);

    const warned = '{stage="score", metric="latencyMs", team="risk", severity="warning"}';
    expect(failures).toEqual([
      {
        test: 'a slow hour',
        lines: [
          'slow at 15m:',
          `  expected: ${warned}`,
          '  got:      no alert',
          '  {stage="score", metric="latencyMs"} is pending, for 0 after the first breach; value 350, limits warning 300, critical 500',
        ],
      },
      {
        test: 'a slow hour',
        lines: [
          'slow at 20m:',
          `  expected: ${warned.replace('warning', 'critical')}`,
          `  got:      ${warned}`,
          '  {stage="score", metric="latencyMs"} is firing, for 5m after the first breach; value 350, limits warning 300, critical 500',
        ],
      },
    ]);
  });

  it('of a rule that is not there names those that are', () => {
    const [failure] = run([{ input_series: [], alert_rule_test: [at('5m', [], 'slwo')] }]);

    expect(failure?.lines).toEqual(['slwo at 5m: there is no such rule; there are slow, changed']);
  });

  it('wants a statistic in the windows of its rule', () => {
    const test = {
      interval: '1m',
      input_series: [series('1', 'statistic', 'changed')],
      alert_rule_test: [at('5m', [], 'changed')],
    };

    expect(() => run([test])).toThrow('must be the window of changed, 300s');
  });
});
