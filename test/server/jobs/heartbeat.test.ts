import { afterEach, describe, expect, it } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { startHeartbeat, type Heartbeat } from '#server/jobs/heartbeat.ts';
import { answers, openReceiver } from '#test/server/notify/receiver.ts';
import { firedAlert } from '#test/server/stores/fired-alert.ts';

const MINUTE_MS = 60_000;

describe('the heartbeat', () => {
  let heartbeat: Heartbeat | undefined;
  afterEach(() => heartbeat?.stop());

  function start(control: ControlStore, url: string): unknown[] {
    const troubles: unknown[] = [];
    heartbeat = startHeartbeat({ control }, url, (trouble) => troubles.push(trouble), { beatMs: 10 });
    return troubles;
  }

  it('calls its address again and again', async () => {
    const outside = await openReceiver(answers(200));
    const troubles = start(createMemoryControlStore(), `${outside.url}/ping/abc`);

    await expect.poll(() => outside.received.length).toBeGreaterThan(2);

    expect(outside.received[0]).toMatchObject({ method: 'GET', path: '/ping/abc' });
    expect(troubles).toEqual([]);
  });

  it('is silent while messages do not go out, and goes on when they do', async () => {
    let nowMs = Date.now();
    let looks = 0;
    const control = createMemoryControlStore({ currentTime: () => nowMs });
    const change = firedAlert({ id: 'asr', atMs: nowMs });
    await control.writeAlerts([change]);
    nowMs += 16 * MINUTE_MS;
    const outside = await openReceiver(answers(200));
    const watched: ControlStore = {
      ...control,
      deliveryHealth: async () => {
        looks += 1;
        return control.deliveryHealth();
      },
    };
    start(watched, outside.url);
    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(outside.received).toEqual([]);

    await control.planDeliveries('asr/1/fire/1', []);

    await expect.poll(() => outside.received.length).toBeGreaterThan(0);
  });

  it('tells the log when the outside does not take it', async () => {
    const outside = await openReceiver(answers(404));
    const troubles = start(createMemoryControlStore(), outside.url);

    await expect.poll(() => troubles.length).toBeGreaterThan(0);

    expect(String(troubles[0])).toContain('the heartbeat was answered 404');
  });
});
