import { expect, it } from 'vitest';
import { startAlertmanager } from './start-alertmanager.ts';
import { startPrometheus } from './start-prometheus.ts';

const alertmanagerConfig = `
route: { receiver: nobody }
receivers: [{ name: nobody }]
`;

it('an alert of a real Prometheus reaches a real Alertmanager', async () => {
  await using alertmanager = await startAlertmanager(alertmanagerConfig);
  const config = `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting:
  alertmanagers: [{ static_configs: [{ targets: ['${new URL(alertmanager.url).host}'] }] }]
`;
  const rules = `
groups:
  - name: always
    rules: [{ alert: Always, expr: vector(1), labels: { severity: page } }]
`;

  await using prometheus = await startPrometheus(config, { 'rules.yml': rules });

  await expect
    .poll(() => answerOf(`${prometheus.url}/api/v1/alerts`), { timeout: 20_000 })
    .toContain('"state":"firing"');
  await expect
    .poll(() => answerOf(`${alertmanager.url}/api/v2/alerts`), { timeout: 20_000 })
    .toContain('"alertname":"Always"');
});

it('keeps its port and what lies in its folder when it is killed and started again', async () => {
  await using alertmanager = await startAlertmanager(alertmanagerConfig);

  await alertmanager.kill();
  await expect(fetch(`${alertmanager.url}/-/ready`)).rejects.toThrow('fetch failed');
  await alertmanager.restart();

  expect((await fetch(`${alertmanager.url}/-/ready`)).status).toBe(200);
});

async function answerOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}
