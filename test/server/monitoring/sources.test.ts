import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert } from '#contract/alert.ts';
import { addAccount, send, signInAs } from '#test/api/access/as.ts';
import { pageSnippet } from './page-snippet.ts';
import { serveApp } from './serve-app.ts';
import { startAlertmanager } from './start-alertmanager.ts';
import { startPrometheus } from './start-prometheus.ts';
import { watcher } from './watcher.ts';

const quiet = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]';
const prometheusConfig = 'global: { evaluation_interval: 1s }\nrule_files: [rules.yml]';
const rules = (value: number) => `
groups:
  - name: theirs
    rules:
      - alert: DiskFull
        expr: vector(${value}) > 0.5
        labels: { severity: page, pipeline: loans, stage: score, node: a }
        annotations: { summary: the disk is nearly full, runbook_url: 'https://example.org/disk' }
      - { alert: Elsewhere, expr: vector(1), labels: { pipeline: other } }
      - { alert: Ours, expr: vector(1), labels: { source: anchorwatch } }
`;

describe('alerts of a real Prometheus', () => {
  it('are read into the inbox, handled there, and end when they end', async () => {
    await using prometheus = await startPrometheus(prometheusConfig, { 'rules.yml': rules(0.9) });
    const watch = await watcher();
    await watch.add({ settings: { kind: 'prometheus', url: prometheus.url } });

    await expect.poll(() => watch.names(), { timeout: 20_000 }).toEqual(['DiskFull', 'Elsewhere']);

    const [alert] = (await watch.open()) as [Alert];
    expect(alert).toMatchObject({
      kind: 'external',
      pipeline: 'loans',
      stage: 'score',
      severity: 'critical',
      badge: 'firing',
      value: 0.9,
      n: null,
      rule: { name: 'DiskFull', runbook: 'https://example.org/disk' },
      source: { name: 'theirs', summary: 'the disk is nearly full' },
      labels: { node: 'a' },
    });
    expect((await watch.open())[1]).toMatchObject({ severity: 'warning', pipeline: 'loans' });
    await watch.command(alert, 'acknowledge');
    await watch.command(alert, 'note', { text: 'looking' });
    await watch.poll();
    expect(await watch.find(alert)).toMatchObject({
      badge: 'acknowledged',
      handling: { by: 'local' },
      episode: 1,
    });
    writeFileSync(join(prometheus.folder, 'rules.yml'), rules(0.1));
    await fetch(`${prometheus.url}/-/reload`, { method: 'POST' });
    await expect.poll(() => watch.names(), { timeout: 20_000 }).toEqual(['Elsewhere']);
    expect(await watch.find(alert)).toMatchObject({ badge: 'resolved', endedBy: 'data' });
  });

  it('do not end when it cannot be reached: it is blind after five minutes, until it answers', async () => {
    await using prometheus = await startPrometheus(prometheusConfig, { 'rules.yml': rules(0.9) });
    const watch = await watcher();
    await watch.add({ settings: { kind: 'prometheus', url: prometheus.url } });
    await expect.poll(() => watch.names(), { timeout: 20_000 }).toEqual(['DiskFull', 'Elsewhere']);

    await prometheus.kill();
    for (let minute = 0; minute < 7; minute++) {
      watch.pass(60_000);
      await watch.poll();
    }

    const open = await watch.open();
    expect(open.map(({ kind, rule, sight }) => [kind, rule.name, sight])).toEqual([
      ['external', 'DiskFull', 'error'],
      ['blind', 'theirs', 'seeing'],
      ['external', 'Elsewhere', 'error'],
    ]);
    expect(open[1]).toMatchObject({ severity: 'critical', reason: 'nothing listens there' });
    expect(await watch.sources()).toMatchObject([{ error: 'nothing listens there' }]);
    await prometheus.restart();
    await expect.poll(() => watch.names(), { timeout: 20_000 }).toEqual(['DiskFull', 'Elsewhere']);
    expect(await watch.sources()).toMatchObject([{ error: null }]);
  });

  it('are shown by a test, with a filter, before anything is stored', async () => {
    await using prometheus = await startPrometheus(prometheusConfig, { 'rules.yml': rules(0.9) });
    const watch = await watcher();
    const matchers = [{ label: 'node', operator: 'is', value: 'a' }];
    const source = await watch.add({ settings: { kind: 'prometheus', url: prometheus.url }, matchers });

    const test = () => watch.test(source);

    const shown = {
      name: 'DiskFull',
      pipeline: 'loans',
      stage: 'score',
      severity: 'critical',
      isHeldBack: false,
    };
    await expect
      .poll(test, { timeout: 20_000 })
      .toEqual({ error: null, ignored: 2, count: 1, silences: null, alerts: [shown] });
    expect(await watch.open()).toEqual([]);
  });
});

it('what a real Alertmanager has silenced opens nothing, and what is open stays open', async () => {
  await using alertmanager = await startAlertmanager(quiet);
  const post = (path: string, body: unknown) =>
    fetch(`${alertmanager.url}/api/v2/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const fire = (alertname: string) =>
    post('alerts', [{ labels: { alertname }, startsAt: hour(-1), endsAt: hour(1) }]);
  const silence = (alertname: string) =>
    post('silences', {
      matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
      startsAt: hour(0),
      endsAt: hour(1),
      createdBy: 'somebody',
      comment: 'maintenance',
    });
  const watch = await watcher();
  await watch.add({ settings: { kind: 'alertmanager', url: alertmanager.url, projects: false } });
  const states = async () =>
    (
      (await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json()) as { status: { state: string } }[]
    ).map(({ status }) => status.state);

  await silence('Silenced');
  await fire('Silenced');
  await fire('Open');
  await expect.poll(states, { timeout: 10_000 }).toHaveLength(2);
  await expect.poll(states, { timeout: 10_000 }).not.toContain('unprocessed');
  await watch.poll();
  expect(await watch.names()).toEqual(['Open']);
  await silence('Open');
  await expect.poll(states, { timeout: 10_000 }).toEqual(['suppressed', 'suppressed']);
  await watch.poll();

  expect(await watch.names()).toEqual(['Open']);
});

it('a real Alertmanager delivers to the receiver with a key, as the page says', async () => {
  const watch = await watcher();
  await using server = await serveApp(watch.api);
  const source = await watch.add({ settings: { kind: 'webhook', expectEverySeconds: 600 } });
  const cookie = await signInAs(server, 'admin', await addAccount(server, 'admin', 'admin'));
  watch.signIn(cookie);
  const made = await send(server, {
    method: 'POST',
    path: '/api-keys',
    body: { name: 'alertmanager', scopes: ['alerts'] },
    headers: { cookie },
  });
  const { token } = (await made.json()) as { token: string };
  const config = pageSnippet('# alertmanager.yml')
    .replace('http://localhost:7474', server.url)
    .replace('SOURCE', source.id)
    .replace('10s', '0s')
    .replace('group_interval: 1m', 'group_interval: 1s');
  await using alertmanager = await startAlertmanager(config, { 'anchorwatch.key': token });
  const post = (endsMs: number) =>
    fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        {
          labels: { alertname: 'DiskFull', severity: 'critical', pipeline: 'loans' },
          startsAt: new Date(Date.now() - 60_000).toISOString(),
          endsAt: new Date(Date.now() + endsMs).toISOString(),
        },
      ]),
    });

  await post(3_600_000);
  await expect.poll(() => watch.names(false), { timeout: 20_000 }).toEqual(['DiskFull']);
  await post(-1_000);
  await expect.poll(() => watch.names(false), { timeout: 20_000 }).toEqual([]);

  expect(await watch.sources()).toMatchObject([{ seenAt: expect.any(String), error: null }]);
  for (let minute = 0; minute < 17; minute++) {
    watch.pass(60_000);
    await watch.poll();
  }
  expect((await watch.open()).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['blind', expect.stringMatching(/^nothing was delivered for 1\d min$/)],
  ]);
});
