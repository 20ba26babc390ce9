import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredChannel } from '#api/notification-store.ts';
import type { ControlStore } from '#api/ports.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import type { PlannedDelivery } from '#control/notification/plan-message.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { audit, controlStores } from './control-stores.ts';
import { firedAlert, resolvedAlert } from './fired-alert.ts';

const LEASE_MS = 60_000;

describe.each(controlStores)('notifications in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  /** A message of an alert that fires, handed to these channels. */
  async function planned(channelIds: readonly string[], patch: Partial<PlannedDelivery> = {}) {
    const change = firedAlert({ atMs: await store.currentTime() });
    await store.writeAlerts([change]);
    const key = `${change.alert.id}/1/fire/1`;
    await store.planDeliveries(
      key,
      channelIds.map((channelId) => ({
        channelId,
        route: 'all',
        level: 0,
        delayMs: 0,
        isForDigest: false,
        ...patch,
      })),
    );
    return { change, key, alertId: change.alert.id };
  }

  it('keeps channels with their secrets, each change from the revision it was made from', async () => {
    const made = channel();
    expect(await store.writeChannel(made, audit('channel.create', made.name))).toBe(true);
    expect(await store.writeChannel(made, audit('channel.create', made.name))).toBe(false);
    const next = { ...made, revision: 2, isEnabled: false };
    expect(await store.writeChannel(next, audit('channel.change', made.name))).toBe(true);
    expect(await store.writeChannel(next, audit('channel.change', made.name))).toBe(false);

    expect(await store.findChannel(made.id)).toEqual(next);
    expect(await store.listChannels()).toContainEqual(next);
    expect(await store.deleteChannel(made, audit('channel.delete', made.name))).toBe(false);
    expect(await store.deleteChannel(next, audit('channel.delete', made.name))).toBe(true);
    expect(await store.findChannel(made.id)).toBeUndefined();
  });

  it('keeps one table of routes, and lets one of two writers win', async () => {
    expect(await store.readRoutes()).toEqual({ revision: 0, routes: [], changedAt: null, changedBy: null });
    const table = (revision: number, name: string) => ({
      revision,
      routes: [route(name)],
      changedAt: '2026-11-24T10:00:00.123Z',
      changedBy: 'ann',
    });

    expect(await store.writeRoutes(table(1, 'first'), audit('routes.write', 'routes'))).toBe(true);
    expect(await store.writeRoutes(table(1, 'other'), audit('routes.write', 'routes'))).toBe(false);
    expect(await store.writeRoutes(table(2, 'second'), audit('routes.write', 'routes'))).toBe(true);
    expect(await store.readRoutes()).toEqual(table(2, 'second'));
  });

  it('hands a message to its channels once, however often it is planned', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const { key, alertId, change } = await planned([a, b]);
    await store.planDeliveries(key, [
      { channelId: a, route: 'again', level: 0, delayMs: 0, isForDigest: false },
    ]);

    const listed = await store.listDeliveries({ alertId }, 10);
    expect(listed).toMatchObject([
      {
        key,
        channelId: b,
        alertId,
        episode: 1,
        kind: 'fire',
        severity: 'critical',
        state: 'waiting',
        attempts: 0,
      },
      { key, channelId: a, route: 'all', subject: { pipeline: 'speech', rule: change.alert.rule } },
    ]);
    expect(await store.listTold(alertId, 1)).toEqual(
      [a, b].sort().map((channelId) => ({ channelId, route: 'all', level: 0 })),
    );
    expect(await store.listTold(alertId, 2)).toEqual([]);
  });

  it('hands each delivery to one sender, until its lease ends', async () => {
    const id = randomUUID();
    const { key, change } = await planned([id]);

    const both = await Promise.all([
      store.claimDeliveries(id, 9, LEASE_MS),
      store.claimDeliveries(id, 9, LEASE_MS),
    ]);

    const [claim, ...more] = both.flat();
    expect(more).toEqual([]);
    expect(claim).toMatchObject({
      key,
      attempts: 1,
      kind: 'fire',
      messages: [{ key, message: change.messages[0], alert: { id: change.alert.id, revision: 1 } }],
    });
    expect(await store.claimDeliveries(id, 9, LEASE_MS)).toEqual([]);
  });

  it('does not take the word of a sender whose lease had ended', async () => {
    const id = randomUUID();
    await planned([id]);
    const [slow] = await store.claimDeliveries(id, 9, 0);
    const [quick] = await store.claimDeliveries(id, 9, LEASE_MS);

    expect(quick).toMatchObject({ id: slow?.id, attempts: 2 });
    expect(await store.settleDelivery(slow as never, { state: 'dead', latencyMs: 1, note: 'late' })).toBe(
      false,
    );
    expect(await store.settleDelivery(quick as never, { state: 'sent', latencyMs: 12, note: 'ok' })).toBe(
      true,
    );
    expect(await store.findDelivery(quick?.id ?? 0)).toMatchObject({
      state: 'sent',
      latencyMs: 12,
      note: 'ok',
      settledMs: expect.any(Number) as number,
    });
  });

  it('keeps the messages of an alert in order by channel, while other channels go on', async () => {
    const [broken, good] = [randomUUID(), randomUUID()];
    const { change } = await planned([broken, good]);
    const over = resolvedAlert(
      { ...change, alert: { ...change.alert, revision: 1 } },
      await store.currentTime(),
    );
    await store.writeAlerts([{ ...over, alert: { ...over.alert, revision: 1 } }]);
    await store.planDeliveries(
      `${change.alert.id}/1/resolve/2`,
      [broken, good].map((channelId) => ({
        channelId,
        route: 'all',
        level: 0,
        delayMs: 0,
        isForDigest: false,
      })),
    );

    const [first, ...none] = await store.claimDeliveries(broken, 9, LEASE_MS);
    expect([first?.kind, none]).toEqual(['fire', []]);
    await store.settleDelivery(first as never, {
      state: 'waiting',
      latencyMs: 3,
      note: 'down',
      retryMs: 60_000,
    });
    expect(await store.claimDeliveries(broken, 9, LEASE_MS)).toEqual([]);

    const [fired] = await store.claimDeliveries(good, 9, LEASE_MS);
    await store.settleDelivery(fired as never, { state: 'sent', latencyMs: 3, note: null });
    expect(await store.claimDeliveries(good, 9, LEASE_MS)).toMatchObject([{ kind: 'resolve' }]);
  });

  it('waits for the time of a level, which does not count as told before', async () => {
    const id = randomUUID();
    const { alertId } = await planned([id], { delayMs: 600_000, level: 1 });

    expect(await store.claimDeliveries(id, 9, LEASE_MS)).toEqual([]);
    expect(await store.listTold(alertId, 1)).toEqual([]);
    expect(await store.listToldAlerts(id, 0)).toEqual([]);
  });

  it('tells which alerts a receiver must hear of again', async () => {
    const id = randomUUID();
    const { change, alertId } = await planned([id]);

    expect(await store.listToldAlerts(id, 0)).toMatchObject([{ id: alertId, revision: 1 }]);
    const over = resolvedAlert(change, change.alert.state.firedMs ?? 0);
    await store.writeAlerts([over]);
    expect(await store.listToldAlerts(id, (change.alert.state.firedMs ?? 0) - 1)).toMatchObject([
      { id: alertId },
    ]);
    expect(await store.listToldAlerts(id, change.alert.state.firedMs ?? 0)).toEqual([]);
  });

  it('gathers what is late or was held back into one digest a channel; one alone goes alone', async () => {
    const [many, one] = [randomUUID(), randomUUID()];
    const first = await planned([many], { isForDigest: true });
    const second = await planned([many, one], { isForDigest: true });
    const fresh = await planned([many]);

    await store.gatherDigests([many, one], 3_600_000);

    const claims = await store.claimDeliveries(many, 9, LEASE_MS);
    expect(claims.map(({ kind, messages }) => [kind, messages.map(({ key }) => key)])).toEqual([
      ['fire', [fresh.key]],
      ['digest', [first.key, second.key]],
    ]);
    expect(await store.claimDeliveries(one, 9, LEASE_MS)).toMatchObject([{ kind: 'fire', key: second.key }]);
    const digest = claims.find(({ kind }) => kind === 'digest');
    expect(digest).toMatchObject({ severity: 'critical', attempts: 1 });
    await store.settleDelivery(digest as never, { state: 'sent', latencyMs: 5, note: null });
    expect(await store.listDeliveries({ alertId: first.alertId }, 9)).toMatchObject([
      { state: 'digested', settledMs: expect.any(Number) as number },
    ]);
  });

  it('gathers what has waited too long for a receiver that failed', async () => {
    const id = randomUUID();
    const [first, second] = [await planned([id]), await planned([id])];

    await store.gatherDigests([id], 0);

    expect(await store.claimDeliveries(id, 9, LEASE_MS)).toMatchObject([
      { kind: 'digest', messages: [{ key: first.key }, { key: second.key }] },
    ]);
  });

  it('keeps dead letters until a person tries them again or puts them away', async () => {
    const id = randomUUID();
    await planned([id]);
    await planned([id]);
    const claims = await store.claimDeliveries(id, 9, LEASE_MS);
    const before = await store.deliveryHealth();
    for (const claim of claims)
      await store.settleDelivery(claim, { state: 'dead', latencyMs: 1, note: 'gone' });
    const [first, second] = claims.map((claim) => claim.id) as [number, number];
    expect(await store.deliveryHealth()).toMatchObject({ dead: before.dead + 2 });
    expect((await store.listDeliveries({ state: 'dead' }, 2)).map((one) => one.id)).toEqual([second, first]);

    expect(await store.reviveDelivery(first, audit('delivery.retry', 'x'))).toMatchObject({
      state: 'waiting',
    });
    expect(await store.reviveDelivery(first, audit('delivery.retry', 'x'))).toBeUndefined();
    expect(await store.discardDelivery(second, audit('delivery.discard', 'x'))).toMatchObject({
      state: 'discarded',
      note: 'gone',
    });
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'delivery.discard' });
    expect(await store.claimDeliveries(id, 9, LEASE_MS)).toMatchObject([{ id: first, attempts: 2 }]);
  });

  it('keeps the browsers of people, and keys that servers agree on', async () => {
    const endpoint = `https://push.example.org/${randomUUID()}`;
    const subscription = {
      endpoint,
      keys: { p256dh: 'BA', auth: 'AA' },
      person: 'ann',
      since: '2026-11-24T10:00:00.123Z',
    };
    await store.putPushSubscription(subscription, audit('push.subscribe', 'ann'));
    await store.putPushSubscription({ ...subscription, person: 'bob' }, audit('push.subscribe', 'bob'));

    expect(await store.listPushSubscriptions(['ann'])).toEqual([]);
    expect(await store.listPushSubscriptions(['bob'])).toEqual([{ ...subscription, person: 'bob' }]);
    expect(await store.listPushSubscriptions()).toContainEqual({ ...subscription, person: 'bob' });
    await store.deletePushSubscription(endpoint, audit('push.unsubscribe', 'bob'));
    expect(await store.listPushSubscriptions()).toEqual([]);

    const name = randomUUID();
    expect(await store.keepServerSecret(name, 'one')).toBe('one');
    expect(await store.keepServerSecret(name, 'two')).toBe('one');
  });

  it('forgets what was told long ago, never what waits or is dead', async () => {
    const id = randomUUID();
    const told = [await planned([id]), await planned([id]), await planned([id])];
    const claims = await store.claimDeliveries(id, 2, LEASE_MS);
    const [sent, dead] = claims as [(typeof claims)[number], (typeof claims)[number]];
    await store.settleDelivery(sent, { state: 'sent', latencyMs: 1, note: null });
    await store.settleDelivery(dead, { state: 'dead', latencyMs: 1, note: 'gone' });

    await store.forgetDeliveries(0);
    expect(await store.findDelivery(sent.id)).toBeDefined();
    await store.forgetDeliveries((await store.currentTime()) + 60_000);

    expect(await store.findDelivery(sent.id)).toBeUndefined();
    expect(await store.findDelivery(dead.id)).toMatchObject({ state: 'dead' });
    expect(await store.listDeliveries({ alertId: told[2]?.alertId }, 9)).toMatchObject([
      { state: 'waiting' },
    ]);
  });

  // Last, for it touches what the others left.
  it('gives up what waits for a channel that is no longer there', async () => {
    const [kept, gone] = [randomUUID(), randomUUID()];
    const { alertId } = await planned([kept, gone]);

    await store.skipOtherChannels([kept], 'switched off');

    expect(await store.listDeliveries({ alertId }, 9)).toMatchObject([
      { channelId: gone, state: 'skipped', note: 'switched off' },
      { channelId: kept, state: 'waiting' },
    ]);
  });
});

function channel(): StoredChannel {
  const id = randomUUID();
  return {
    id,
    revision: 1,
    name: `channel ${id}`,
    isEnabled: true,
    settings: { kind: 'webhook', url: 'https://hooks.example.org/1' },
    secrets: { signingKey: 'very secret' },
    changedAt: '2026-11-24T10:00:00.123Z',
    changedBy: 'ann',
  };
}

function route(name: string): NotificationRoute {
  return {
    name,
    matchers: [],
    continues: false,
    levels: [{ afterMinutes: 0, channels: [] }],
    quietHours: null,
  };
}
