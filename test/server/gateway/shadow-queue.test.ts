import { describe, expect, it } from 'vitest';
import { createShadowQueue } from '#server/gateway/shadow-queue.ts';

/** A candidate that answers when told. */
function heldCandidate() {
  const release = Promise.withResolvers<void>();
  const begun: number[] = [];
  const send = (id: number) => (): Promise<void> => {
    begun.push(id);
    return release.promise;
  };
  return { release: release.resolve, begun, send };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('the queue of shadow copies', () => {
  it('holds so many, sends so many at once, and drops the rest', async () => {
    const queue = createShadowQueue({ most: 2, atOnce: 1, deadlineMs: 60_000 });
    const { release, begun, send } = heldCandidate();
    for (let id = 0; id < 5; id++) queue.offer(send(id));

    expect(queue.counts()).toEqual({ waiting: 2, running: 1, sent: 1, failed: 0, dropped: 2 });
    expect(begun).toEqual([0]);

    release();
    await expect
      .poll(() => queue.counts())
      .toEqual({ waiting: 0, running: 0, sent: 3, failed: 0, dropped: 2 });
    expect(begun).toEqual([0, 1, 2]);
  });

  it('cuts off a candidate that hangs, and drops what waited too long behind it', async () => {
    const queue = createShadowQueue({ most: 5, atOnce: 1, deadlineMs: 20 });
    queue.offer(untilAborted);
    queue.offer(untilAborted);

    await expect.poll(() => queue.counts()).toMatchObject({ waiting: 0, running: 0 });
    const { failed, dropped } = queue.counts();
    expect(failed).toBeGreaterThanOrEqual(1);
    expect(failed + dropped).toBe(2);
  });

  it('counts a candidate that fails, and goes on', async () => {
    const queue = createShadowQueue({ most: 5, atOnce: 1, deadlineMs: 60_000 });
    queue.offer(() => Promise.reject(new Error('refused')));
    queue.offer(() => Promise.resolve());

    await expect
      .poll(() => queue.counts())
      .toEqual({ waiting: 0, running: 0, sent: 2, failed: 1, dropped: 0 });
  });

  it('ends with all that runs and waits', async () => {
    const queue = createShadowQueue({ most: 5, atOnce: 1, deadlineMs: 60_000 });
    queue.offer(untilAborted);
    queue.offer(untilAborted);
    await queue.close();
    queue.offer(untilAborted);

    expect(queue.counts()).toEqual({ waiting: 0, running: 0, sent: 1, failed: 1, dropped: 2 });
  });
});
