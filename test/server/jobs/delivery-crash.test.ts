import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import { openPostgres } from '#server/stores/open-control-store.ts';
import { openReceiver, type Behaviour } from '#test/server/notify/receiver.ts';
import { audit } from '#test/server/stores/control-stores.ts';
import { firedAlert } from '#test/server/stores/fired-alert.ts';
import { ownDatabase } from '#test/server/stores/own-database.ts';

const MESSAGES = 60;
const KILLS = 3;
const LEASE_MS = 1_500;
/** So many deliveries of a channel are under way in one server. */
const UNDER_WAY = 4;
const url = process.env.DATABASE_URL;

/** Takes its time, so that kills fall between the message and the mark. */
const slow: Behaviour = (response) => {
  setTimeout(() => response.writeHead(200).end(), 40);
};

describe.skipIf(url === undefined)('two servers on one PostgreSQL, killed while they deliver', () => {
  it(
    'lose no message; one that comes twice was under way at a kill, and has its key',
    { timeout: 90_000 },
    async () => {
      const database = await ownDatabase(url as string);
      const opened = await openPostgres(database.url, () => {});
      const { store } = opened;
      let isDown = true;
      const good = await openReceiver(slow);
      const flaky = await openReceiver((response) => {
        if (isDown) response.writeHead(503).end();
        else slow(response);
      });
      try {
        await setUp(store, { good: good.url, flaky: flaky.url });
        const keys = await writeMessages(store);

        const children = await deliverWithKills(database.url, () => (isDown = false));
        await expect.poll(async () => (await store.deliveryHealth()).waiting, { timeout: 60_000 }).toBe(0);
        await killAll(children);

        const keyOf = ({ headers }: { headers: { [name: string]: unknown } }) => headers['idempotency-key'];
        expect(new Set(good.received.map(keyOf))).toEqual(new Set(keys));
        expect(good.received.length).toBeLessThanOrEqual(MESSAGES + KILLS * UNDER_WAY);
        expect(new Set(flaky.received.map(keyOf))).toEqual(new Set(keys));
        const states = await store.listDeliveries({}, 10_000);
        expect(states.map(({ state }) => state)).toEqual(Array.from({ length: 2 * MESSAGES }, () => 'sent'));
        const alerts = await store.listAlerts({});
        expect(alerts.every(({ state }) => state.condition === 'firing')).toBe(true);
      } finally {
        await opened.close();
        await database.drop();
      }
    },
  );
});

async function setUp(store: ControlStore, urls: Record<string, string>): Promise<void> {
  for (const [id, address] of Object.entries(urls)) {
    const settings = { kind: 'webhook' as const, url: address };
    const changed = { changedAt: '2026-11-24T10:00:00.000Z', changedBy: 'ann' };
    const channel = { id, revision: 1, name: id, isEnabled: true, settings, secrets: {}, ...changed };
    await store.writeChannel(channel, audit('channel.create', id));
  }
  const levels = [{ afterMinutes: 0, channels: Object.keys(urls) }];
  const routes = [{ name: 'all', matchers: [], continues: false, levels, quietHours: null }];
  const table = { revision: 1, routes, changedAt: null, changedBy: null };
  await store.writeRoutes(table, audit('routes.write', 'routes'));
}

async function writeMessages(store: ControlStore): Promise<string[]> {
  const atMs = await store.currentTime();
  const changes = Array.from({ length: MESSAGES }, () => firedAlert({ atMs }));
  await store.writeAlerts(changes);
  return changes.map(({ alert }) => `${alert.id}/1/fire/1`);
}

async function deliverWithKills(databaseUrl: string, onFirstKill: () => void): Promise<ChildProcess[]> {
  const start = async (): Promise<ChildProcess> => {
    const script = join(import.meta.dirname, 'deliver-until-killed.ts');
    const child = fork(script, [databaseUrl, String(LEASE_MS)], { stdio: 'inherit' });
    await once(child, 'message');
    return child;
  };
  const children = await Promise.all([start(), start()]);
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(150 + 70 * kill); // in the middle of whatever it does
    const child = children[kill % 2] as ChildProcess;
    child.kill('SIGKILL');
    await once(child, 'exit');
    onFirstKill();
    children[kill % 2] = await start();
  }
  return children;
}

async function killAll(children: readonly ChildProcess[]): Promise<void> {
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(ends);
}
