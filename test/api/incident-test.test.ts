import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { RuleTestFile } from '#contract/rule-test.ts';
import { runRuleTests } from '#control/rule-test/run-rule-tests.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const MINUTE_MS = 60_000;

const slow = {
  name: 'slow "answers"',
  scope: { stage: 'score' },
  condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 60 },
  levels: {
    warning: { threshold: 300, forSlots: 1, keepSlots: 1 },
    critical: { threshold: 800, forSlots: 1, keepSlots: 1 },
  },
  everySeconds: 60,
  noData: { policy: 'keep', afterSlots: 3 },
  queryOffsetSeconds: 0,
  labels: { team: 'risk' },
};

/** Latencies minute by minute; null for one without rows. */
const incident = [100, 100, 100, 500, 500, 500, 900, 900, null, 900, 280, 100, 100, 100];

async function afterIncident() {
  let nowMs = now.getTime();
  const ports: Ports = {
    ...memoryApp().ports,
    control: createMemoryControlStore({ currentTime: () => nowMs }),
    now: () => new Date(nowMs),
  };
  const app = createApp(ports);
  const send = (path: string, body: unknown) =>
    app.request(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const records = incident.flatMap((latencyMs, minute) =>
    latencyMs === null ? [] : [prediction(-(minute + 0.5), { latencyMs })],
  );
  await send('/predictions', records.slice(0, 1));
  await send('/pipelines/loans/rules', { rule: slow });
  await send('/predictions', records.slice(1));
  for (const minute of incident.keys()) {
    nowMs = now.getTime() + (minute + 1) * MINUTE_MS;
    await evaluateDueRules(ports);
  }
  const [alert] = await ports.control.listAlerts({});
  const file = async () => {
    const response = await app.request(`/api/v1/alerts/${alert?.id}/rule-test.yaml`);
    return { status: response.status, text: await response.text() };
  };
  return { ports, file, alert };
}

describe('a test made from an incident', () => {
  it('asks how the alert stood before and after each change, and passes', async () => {
    const { file } = await afterIncident();

    const { status, text } = await file();

    const { rules, tests, evaluation_interval } = RuleTestFile.parse(parse(text));
    expect(status).toBe(200);
    const severities = tests[0]?.alert_rule_test.map(
      ({ exp_alerts }) => exp_alerts[0]?.exp_labels['severity'],
    );
    expect(severities).toEqual([undefined, 'warning', 'warning', 'critical', 'critical', undefined]);
    expect(tests[0]?.alert_rule_test[1]?.exp_alerts).toEqual([
      { exp_labels: { stage: 'score', metric: 'latencyMs', team: 'risk', severity: 'warning' } },
    ]);
    expect(tests[0]?.input_series[0]?.values).toMatch(/500x2 900x1 _ 900 280 100$/);
    expect(runRuleTests(rules?.rules ?? [], tests, evaluation_interval)).toEqual([]);
  });

  it('fails once the rule no longer does what it did', async () => {
    const { file } = await afterIncident();
    const { rules, tests, evaluation_interval } = RuleTestFile.parse(parse((await file()).text));
    const [rule] = rules?.rules ?? [];
    if (!rule?.levels.warning) throw new Error('the file has no rule');
    const deaf = { ...rule, levels: { warning: { ...rule.levels.warning, threshold: 2_000 } } };

    const failures = runRuleTests([deaf], tests, evaluation_interval);

    expect(failures).toHaveLength(4);
    expect(failures[0]?.lines[2]).toBe('  got:      no alert');
  });

  it('reads again what is no longer kept', async () => {
    const { file, ports } = await afterIncident();
    const kept = (await file()).text;
    await ports.control.forgetRuleSlots(now.getTime() + 1_000 * MINUTE_MS);

    expect((await file()).text).toBe(kept);
  });
});
