import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert } from '#contract/alert.ts';
import { startAlertmanager } from './start-alertmanager.ts';
import type { Program } from './start-program.ts';
import { watcher } from './watcher.ts';

const HOUR_MS = 3_600_000;
const LABELS = { alertname: 'DiskFull', severity: 'critical', node: 'a "b"' };

describe('an acknowledgement in a real Alertmanager', () => {
  it('is a silence for exactly that alert, by the person’s name, until the lease ends', async () => {
    await using scene = await firing();
    const alert = await scene.alert();

    await scene.watch.command(alert, 'acknowledge');
    await scene.watch.project();

    const acknowledged = await scene.watch.find(alert);
    const until = acknowledged.handling.kind === 'acknowledged' ? acknowledged.handling.until : '';
    expect(await scene.silences()).toEqual([
      {
        state: 'active',
        createdBy: 'local',
        matchers: Object.entries(LABELS)
          .map(([name, value]) => `${name}=${value}`)
          .sort(),
        comment: expect.stringContaining(`${alert.id}/1]`),
      },
    ]);
    expect(Math.abs((await scene.ends()) - Date.parse(until))).toBeLessThan(1_000);
    expect(await scene.alertState()).toBe('suppressed');
    await scene.watch.poll();
    expect(await scene.watch.find(alert)).toMatchObject({ badge: 'acknowledged', episode: 1 });
  });

  it('that is taken back ends the silence, and Alertmanager tells again at once, which it would not by itself', async () => {
    await using scene = await firing();
    const alert = await scene.alert();
    await scene.watch.command(alert, 'acknowledge');
    await scene.watch.project();
    await expect.poll(() => scene.alertState(), { timeout: 10_000 }).toBe('suppressed');
    expect(scene.told()).toEqual(['DiskFull']);

    await scene.watch.command(alert, 'unacknowledge');
    await scene.watch.project();

    await expect
      .poll(() => scene.told(), { timeout: 20_000 })
      .toEqual(['DiskFull', 'DiskFull, DiskFull: not in hand any more']);
    expect((await scene.silences()).map(({ state }) => state)).toEqual(['expired']);
    await scene.watch.poll();
    expect(await scene.watch.names()).toEqual(['DiskFull']); // the reminder is no alert of its own here
  });

  it('under which the alert ended does not swallow its next firing', async () => {
    await using scene = await firing();
    const alert = await scene.alert();
    await scene.watch.command(alert, 'acknowledge');
    await scene.watch.project();
    await expect.poll(() => scene.alertState(), { timeout: 10_000 }).toBe('suppressed');
    await scene.post(-1_000);
    await expect.poll(() => scene.watch.names(), { timeout: 10_000 }).toEqual([]);
    await scene.watch.project();
    expect((await scene.silences()).map(({ state }) => state)).toEqual(['expired']);
    expect(scene.told()).toEqual(['DiskFull']);

    await scene.post(HOUR_MS);
    await expect.poll(() => scene.watch.names(), { timeout: 10_000 }).toEqual(['DiskFull']);
    await scene.watch.project();

    await expect
      .poll(() => scene.told().at(-1), { timeout: 20_000 })
      .toContain('DiskFull: not in hand any more');
    expect(await scene.watch.find(alert)).toMatchObject({ badge: 'firing', episode: 2 });
  });

  it('comes back when Alertmanager forgot it, or somebody ended it there: the word is ours', async () => {
    await using scene = await firing();
    const alert = await scene.alert();
    await scene.watch.command(alert, 'acknowledge');
    await scene.watch.project();

    await scene.endSilences();
    await scene.watch.project();
    expect((await scene.silences()).map(({ state }) => state).sort()).toEqual(['active', 'expired']);
    await scene.alertmanager.kill();
    rmSync(join(scene.alertmanager.folder, 'data'), { recursive: true });
    await scene.watch.project();
    expect(await scene.watch.sources()).toMatchObject([{ projectionError: 'nothing listens there' }]);
    expect(await scene.watch.find(alert)).toMatchObject({ badge: 'acknowledged' });
    await scene.alertmanager.restart();
    await scene.watch.project();

    expect((await scene.silences()).map(({ state }) => state)).toEqual(['active']);
    expect(await scene.watch.sources()).toMatchObject([{ projectionError: null }]);
  });
});

/** An alert that fires in a real Alertmanager, which told its receiver once, and is in our inbox. */
async function firing() {
  const bodies: string[] = [];
  const sink = await receiver(bodies);
  const { port } = sink.address() as AddressInfo;
  const alertmanager: Program = await startAlertmanager(`
route:
  receiver: sink
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 4h
receivers:
  - name: sink
    webhook_configs: [{ url: 'http://127.0.0.1:${port}', send_resolved: false }]
`);
  const watch = await watcher();
  await watch.add({ settings: { kind: 'alertmanager', url: alertmanager.url, projects: true } });
  const api = (path: string, init: RequestInit = {}) => fetch(`${alertmanager.url}/api/v2/${path}`, init);
  const json = async <T>(path: string) => (await (await api(path)).json()) as T;
  type Silence = {
    id: string;
    status: { state: string };
    createdBy: string;
    comment: string;
    endsAt: string;
    matchers: { name: string; value: string }[];
  };
  const told = () =>
    bodies.map((body) =>
      (JSON.parse(body) as { alerts: { labels: Record<string, string> }[] }).alerts
        .map(({ labels }) =>
          [labels['alertname'], labels['anchorwatch_reason']].filter((part) => part !== undefined).join(': '),
        )
        .sort()
        .join(', '),
    );
  const post = (endsMs: number) =>
    api('alerts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        {
          labels: LABELS,
          startsAt: new Date(Date.now() - 60_000).toISOString(),
          endsAt: new Date(Date.now() + endsMs).toISOString(),
        },
      ]),
    });

  await post(HOUR_MS);
  await expect.poll(told, { timeout: 10_000 }).toEqual(['DiskFull']);
  return {
    watch,
    alertmanager,
    told,
    post,
    async alert() {
      await watch.poll();
      const [alert] = await watch.open();
      return alert as Alert;
    },
    async silences() {
      return (await json<Silence[]>('silences')).map(({ status, createdBy, comment, matchers }) => ({
        state: status.state,
        createdBy,
        comment,
        matchers: matchers.map(({ name, value }) => `${name}=${value}`).sort(),
      }));
    },
    ends: async () => Date.parse((await json<Silence[]>('silences'))[0]?.endsAt ?? ''),
    alertState: async () => (await json<{ status: { state: string } }[]>('alerts'))[0]?.status.state,
    async endSilences() {
      for (const { id } of await json<Silence[]>('silences'))
        await api(`silence/${id}`, { method: 'DELETE' });
    },
    async [Symbol.asyncDispose]() {
      await alertmanager[Symbol.asyncDispose]();
      sink.closeAllConnections();
      await new Promise((resolve) => sink.close(resolve));
    },
  };
}

async function receiver(bodies: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
