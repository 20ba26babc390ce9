import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '#contract/client.ts';
import { connectionOf } from '#web/api/connection.ts';
import { dataAgeOf } from '#web/api/data-age.ts';
import { pollEvery, pollMs, retryDelayMs } from '#web/api/polling.ts';
import { createQueryClient } from '#web/api/query-client.ts';

describe('the delay before a retry', () => {
  it.each([
    [1, 5],
    [2, 10],
    [3, 20],
    [4, 40],
    [5, 60],
    [50, 60],
  ])('after %i failures is %i s, and up to a fifth longer', (failures, seconds) => {
    expect(retryDelayMs(failures, 0)).toBe(seconds * 1000);
    expect(retryDelayMs(failures, 1)).toBe(seconds * 1200);
  });
});

describe('a polled query', () => {
  let client: QueryClient;
  const unmounts: (() => void)[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    client = createQueryClient();
  });
  afterEach(() => {
    for (const unmount of unmounts.splice(0)) unmount();
    client.clear();
    vi.useRealTimers();
  });

  it('is asked every 5 s', async () => {
    const ask = watch(() => 'answer');

    await vi.advanceTimersByTimeAsync(4 * pollMs);

    expect(ask).toHaveBeenCalledTimes(5);
  });

  it('is asked later and later while nothing answers, and at the old pace afterwards', async () => {
    let isDown = false;
    const ask = watch(() => {
      if (isDown) throw new TypeError('fetch failed');
      return 'answer';
    });
    await vi.advanceTimersByTimeAsync(0);
    isDown = true;

    await vi.advanceTimersByTimeAsync(5 * 60_000);
    const whileDown = ask.mock.calls.length;
    isDown = false;
    await vi.advanceTimersByTimeAsync(75_000);
    const before = ask.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10 * pollMs);

    // one good, one failing after 5 s, then after 5, 10, 20, 40, 60, 60 … s: 4 to 5 of the last in the 5 minutes
    expect(whileDown).toBeGreaterThanOrEqual(8);
    expect(whileDown).toBeLessThanOrEqual(10);
    expect(ask.mock.calls.length - before).toBe(10);
  });

  it('is not asked again when the server refused it', async () => {
    const ask = watch(() => {
      throw new ApiError({ type: 'about:blank', title: 'no such stage', status: 404 });
    });

    await vi.advanceTimersByTimeAsync(120_000);

    expect(ask).toHaveBeenCalledTimes(1);
    expect(connectionOf(client.getQueryCache())).toEqual({ state: 'up' });
  });

  it('shows since when the server is down and when it is asked next', async () => {
    let isDown = false;
    watch(() => {
      if (isDown) throw new TypeError('fetch failed');
      return 'answer';
    });
    await vi.advanceTimersByTimeAsync(0);
    const lastAnswerMs = Date.now();
    expect(connectionOf(client.getQueryCache())).toEqual({ state: 'up' });
    isDown = true;

    await vi.advanceTimersByTimeAsync(pollMs);

    const connection = connectionOf(client.getQueryCache());
    expect(connection).toMatchObject({ state: 'down', lastAnswerMs, isRetrying: false });
    const waitMs = ((connection.state === 'down' && connection.retryMs) || 0) - Date.now();
    expect(waitMs).toBeGreaterThanOrEqual(5_000);
    expect(waitMs).toBeLessThanOrEqual(6_000);
    isDown = false;
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(connectionOf(client.getQueryCache())).toEqual({ state: 'up' });
  });

  it('does not take one failing query for a server that is down', async () => {
    watch(() => 'answer', ['good']);
    watch(() => {
      throw new ApiError({ type: 'about:blank', title: 'broken', status: 500 });
    }, ['bad']);

    await vi.advanceTimersByTimeAsync(0);

    expect(connectionOf(client.getQueryCache())).toEqual({ state: 'up' });
  });

  it('tells how old the newest live data are', async () => {
    let isDown = false;
    watch(() => {
      if (isDown) throw new TypeError('fetch failed');
      return 'answer';
    });
    const age = () => dataAgeOf(client.getQueryCache(), Date.now());
    expect(age()).toEqual({ condition: 'loading' });
    await vi.advanceTimersByTimeAsync(0);
    const updatedMs = Date.now();
    isDown = true;

    expect(age()).toEqual({ condition: 'live', updatedMs, ageMs: 0 });
    await vi.advanceTimersByTimeAsync(3 * pollMs);
    expect(age()).toEqual({ condition: 'late', updatedMs, ageMs: 3 * pollMs });
    await vi.advanceTimersByTimeAsync(3 * pollMs);
    expect(age()).toEqual({ condition: 'stale', updatedMs, ageMs: 6 * pollMs });
  });

  it('has no age when nothing on the page moves with the clock', () => {
    expect(dataAgeOf(client.getQueryCache(), Date.now())).toEqual({ condition: 'fixed' });
  });

  function watch(answer: () => string, queryKey: string[] = ['polled']) {
    const ask = vi.fn(async () => answer());
    const observer = new QueryObserver(client, {
      queryKey,
      queryFn: ask,
      refetchInterval: pollEvery(pollMs),
      meta: { liveMs: pollMs },
    });
    client.mount();
    unmounts.push(
      observer.subscribe(() => undefined),
      () => client.unmount(),
    );
    return ask;
  }
});
