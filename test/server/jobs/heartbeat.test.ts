import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { startHeartbeat } from '#server/jobs/heartbeat.ts';
import type { Job } from '#server/jobs/run-until-stopped.ts';
import { answers, openReceiver } from '#test/server/notify/receiver.ts';

describe('the heartbeat', () => {
  let heartbeat: Job | undefined;
  afterEach(() => heartbeat?.stop());

  function start(url: string, isDelivering = () => true): unknown[] {
    const troubles: unknown[] = [];
    const control = createMemoryControlStore();
    const beat = { url, isDelivering, beatMs: 10 };
    heartbeat = startHeartbeat({ control }, beat, (trouble) => troubles.push(trouble));
    return troubles;
  }

  it('calls its address again and again', async () => {
    const outside = await openReceiver(answers(200));
    const troubles = start(`${outside.url}/ping/abc`);

    await expect.poll(() => outside.received.length).toBeGreaterThan(2);

    expect(outside.received[0]).toMatchObject({ method: 'GET', path: '/ping/abc' });
    expect(troubles).toEqual([]);
  });

  it('is silent while nothing is sent, and goes on when it is', async () => {
    let looks = 0;
    let isDelivering = false;
    const outside = await openReceiver(answers(200));
    start(outside.url, () => {
      looks += 1;
      return isDelivering;
    });
    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(outside.received).toEqual([]);

    isDelivering = true;

    await expect.poll(() => outside.received.length).toBeGreaterThan(0);
  });

  it('tells the log when the outside does not take it', async () => {
    const outside = await openReceiver(answers(404));
    const troubles = start(outside.url);

    await expect.poll(() => troubles.length).toBeGreaterThan(0);

    expect(String(troubles[0])).toContain('the heartbeat was answered 404');
  });
});
