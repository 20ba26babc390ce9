import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const rules = `pipeline: loans
rules:
  - name: slow
    scope: { stage: score }
    condition: { kind: metric, metrics: [latencyMs], statistic: p95, windowSeconds: 300 }
    levels: { critical: { threshold: 500, recover: null, forSlots: 0, keepSlots: 0 } }
    everySeconds: 300
    noData: { policy: keep, afterSlots: 3 }
`;
const tests = (severity: string) => `rule_files: [rules.yaml]
evaluation_interval: 5m
tests:
  - name: an hour
    input_series: [{ series: 'value{alertname="slow"}', values: 100x3 900 }]
    alert_rule_test:
      - { eval_time: 15m, alertname: slow }
      - { eval_time: 20m, alertname: slow, exp_alerts: [{ exp_labels: { severity: ${severity} } }] }
`;

it('runs files of tests beside their rules, says what failed, and exits with 1 then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rule-tests-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('rules.yaml', rules);
  const good = write('good.yaml', tests('critical'));
  const bad = write('bad.yaml', tests('warning'));
  const broken = write('broken.yaml', 'tests: [');

  const run = (...files: string[]) =>
    spawnSync(process.execPath, ['tools/run.mjs', 'tools/test-rules.ts', ...files], { encoding: 'utf8' });

  expect(run(good)).toMatchObject({ status: 0, stdout: `${good}\n  SUCCESS\n` });
  const { status, stdout } = run(good, bad, broken);
  expect(status).toBe(1);
  expect(stdout).toContain('FAILED: an hour\n    slow at 20m:\n      expected: {severity="warning"}');
  expect(stdout).toContain('NOT READ: ');
});
