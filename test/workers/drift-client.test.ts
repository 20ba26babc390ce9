import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '#contract/client.ts';
import { createDriftClient, poolSize, type DriftClient } from '#workers/drift-client.ts';
import type { LaneEvents, TaskContext, TaskHandlers, TaskName, TaskProgress } from '#workers/protocol.ts';
import { openInProcessLane } from './in-process-lane.ts';

const clients: DriftClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const budget = { alarms: 1, periodSeconds: 86_400 };

describe('the drift client', () => {
  it('answers with the output of the handler', async () => {
    const { client } = pool(1, { loadCounts: async ({ url }) => done({ asOf: url }) });

    await expect(client.run('loadCounts', { url: '/a' })).resolves.toEqual({ asOf: '/a' });
  });

  it('receives typed arrays by transfer', async () => {
    const effects = Float64Array.of(1, 2, 3);
    const { client } = pool(1, {
      driftMap: async () => ({ output: { effects } as never, transfer: [effects.buffer] }),
    });

    const map = await client.run('driftMap', { url: '/a', method: 'psi', budget });

    expect([...map.effects]).toEqual([1, 2, 3]);
    expect(effects.length).toBe(0);
  });

  it('runs as many jobs at once as it has workers, and the others in order', async () => {
    const started: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { client, opened } = pool(2, {
      loadCounts: async ({ url }) => {
        started.push(url);
        await gate.promise;
        return done({});
      },
    });

    const all = ['/a', '/b', '/c', '/d'].map((url) => client.run('loadCounts', { url }));
    await vi.waitFor(() => expect(started).toEqual(['/a', '/b']));
    gate.resolve();
    await Promise.all(all);

    expect(started).toEqual(['/a', '/b', '/c', '/d']);
    expect(opened()).toBe(2);
  });

  it('sends jobs with the same url to the same worker', async () => {
    const workers = new Map<string, Set<number>>();
    const { client } = pool(3, {
      loadCounts: async ({ url }, _, worker) => {
        workers.set(url, (workers.get(url) ?? new Set()).add(worker));
        return done({});
      },
    });

    const urls = ['/a', '/b', '/a', '/a', '/b', '/b', '/a'];
    await Promise.all(urls.map((url) => client.run('loadCounts', { url })));

    expect([...workers.values()].map(({ size }) => size)).toEqual([1, 1]);
  });

  it('passes progress on', async () => {
    const { client } = pool(1, {
      loadCounts: async (_, { onProgress }) => {
        onProgress({ doing: 'fetching' });
        onProgress({ doing: 'scoring', share: 0.5 });
        return done({});
      },
    });
    const seen: TaskProgress[] = [];

    await client.run('loadCounts', { url: '/a' }, { onProgress: (progress) => seen.push(progress) });

    expect(seen).toEqual([{ doing: 'fetching' }, { doing: 'scoring', share: 0.5 }]);
  });

  it('rethrows the error of a handler by name and message, and stays usable', async () => {
    let isBroken = true;
    const { client, opened } = pool(1, {
      loadCounts: async () => {
        if (isBroken) throw new RangeError('lengths differ');
        return done({ asOf: 'fine' });
      },
    });

    await expect(client.run('loadCounts', { url: '/a' })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'lengths differ',
    });
    isBroken = false;
    await expect(client.run('loadCounts', { url: '/a' })).resolves.toEqual({ asOf: 'fine' });
    expect(opened()).toBe(1);
  });

  it('rethrows refusals and broken connections as the kinds that they are', async () => {
    const problem = { type: '/problems/not-found', title: 'no such stage', status: 404 };
    const { client } = pool(1, {
      loadCounts: async ({ url }) => {
        throw url === '/a' ? new ApiError(problem) : new TypeError('fetch failed');
      },
    });

    const refusal = await client.run('loadCounts', { url: '/a' }).catch((error: unknown) => error);
    const broken = await client.run('loadCounts', { url: '/b' }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 404, problem });
    expect(broken).toBeInstanceOf(TypeError);
  });

  it('runs a job once more whose worker crashed, in another', async () => {
    const { client, opened, crash } = pool(1, {
      loadCounts: async ({ url }, { signal }, worker) => (worker === 1 ? never(signal) : done({ asOf: url })),
    });

    const run = client.run('loadCounts', { url: '/a' });
    const waiting = client.run('loadCounts', { url: '/b' });
    crash(new Error('out of memory'));

    await expect(run).resolves.toEqual({ asOf: '/a' });
    await expect(waiting).resolves.toEqual({ asOf: '/b' });
    expect(opened()).toBe(2);
  });

  it('fails a job at the second crash, and no other', async () => {
    const { client, opened, crash } = pool(1, {
      loadCounts: ({ url }, { signal }) =>
        url === '/bad' ? never(signal) : Promise.resolve(done({ asOf: url })),
    });

    const bad = client.run('loadCounts', { url: '/bad' });
    const waiting = client.run('loadCounts', { url: '/good' });
    crash(new Error('out of memory'));
    crash(new Error('out of memory again'));

    await expect(bad).rejects.toThrow('the drift worker crashed: out of memory again');
    await expect(waiting).resolves.toEqual({ asOf: '/good' });
    expect(opened()).toBe(3);
  });

  it('fails a job at the first crash when its input went with the worker', async () => {
    const current = Float64Array.of(1, 2, 3);
    const { client, crash } = pool(1, { compareRows: (_, { signal }) => never(signal) });

    const run = client.run(
      'compareRows',
      { features: [{ name: 'a', current }] },
      { transfer: [current.buffer] },
    );
    crash(new Error('out of memory'));

    await expect(run).rejects.toThrow('the drift worker crashed: out of memory');
    expect(current.length).toBe(0);
  });

  it('fails a job whose worker cannot be opened', async () => {
    const client = createDriftClient(() => {
      throw new Error('blocked by policy');
    }, 1);
    clients.push(client);

    await expect(client.run('loadCounts', { url: '/a' })).rejects.toThrow('blocked by policy');
  });
});

describe('what can wait', () => {
  it('goes after what is on screen, whichever came first', async () => {
    const started: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { client } = pool(1, {
      loadCounts: async ({ url }) => {
        started.push(url);
        await gate.promise;
        return done({});
      },
    });

    const first = client.run('loadCounts', { url: '/shown' });
    const later = client.run('loadCounts', { url: '/later' }, { priority: 'background' });
    const next = client.run('loadCounts', { url: '/shown too' });
    gate.resolve();
    await Promise.all([first, later, next]);

    expect(started).toEqual(['/shown', '/shown too', '/later']);
  });

  it('pauses at its next breath while something on screen is computed, even with one worker', async () => {
    const steps: string[] = [];
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { client, opened } = pool(1, {
      loadCounts: async ({ url }, { breathe }) => {
        started.resolve();
        while (!(await breathe())) await new Promise((resolve) => setTimeout(resolve));
        steps.push(url);
        if (url === '/shown') await gate.promise;
        return done({ asOf: url });
      },
    });

    const later = client.run('loadCounts', { url: '/later' }, { priority: 'background' });
    await started.promise;
    const shown = client.run('loadCounts', { url: '/shown' });
    await vi.waitFor(() => expect(steps).toEqual(['/shown']));
    gate.resolve();

    await expect(Promise.all([later, shown])).resolves.toEqual([{ asOf: '/later' }, { asOf: '/shown' }]);
    expect(steps).toEqual(['/shown', '/later']);
    expect(opened()).toBe(1);
  });

  it('does not keep what is on screen from an idle worker', async () => {
    const workers: [string, number][] = [];
    const { client } = pool(2, {
      loadCounts: async ({ url }, { signal }, worker) => {
        workers.push([url, worker]);
        return url === '/later' ? never(signal) : done({});
      },
    });

    const later = client.run('loadCounts', { url: '/later' }, { priority: 'background' });
    later.catch(() => undefined); // it ends with the pool
    await client.run('loadCounts', { url: '/shown' });

    expect(workers).toEqual([
      ['/later', 1],
      ['/shown', 2],
    ]);
  });

  it('is run again when a cancelled job takes its worker along', async () => {
    const controller = new AbortController();
    const started: string[] = [];
    const { client, opened } = pool(1, {
      loadCounts: ({ url }, _, worker) => {
        started.push(url);
        return worker === 1 ? new Promise(() => undefined) : Promise.resolve(done({ asOf: url }));
      },
    });

    const later = client.run('loadCounts', { url: '/later' }, { priority: 'background' });
    const shown = client.run('loadCounts', { url: '/shown' }, { signal: controller.signal });
    await vi.waitFor(() => expect(started).toEqual(['/later', '/shown']));
    controller.abort();

    await expect(shown).rejects.toMatchObject({ name: 'AbortError' });
    await expect(later).resolves.toEqual({ asOf: '/later' });
    expect(opened()).toBe(2);
  });
});

describe('a cancelled job', () => {
  it('rejects at once, and its worker goes on with the next', async () => {
    const { client, opened } = pool(1, {
      loadCounts: ({ url }, { signal }) =>
        url === '/long' ? never(signal) : Promise.resolve(done({ asOf: url })),
    });
    const controller = new AbortController();

    const long = client.run('loadCounts', { url: '/long' }, { signal: controller.signal });
    const next = client.run('loadCounts', { url: '/next' });
    controller.abort();

    await expect(long).rejects.toMatchObject({ name: 'AbortError' });
    await expect(next).resolves.toEqual({ asOf: '/next' });
    expect(opened()).toBe(1);
  });

  it('that does not listen costs its worker, and another takes over', async () => {
    const { client, opened } = pool(1, {
      loadCounts: ({ url }) =>
        url === '/deaf' ? new Promise(() => undefined) : Promise.resolve(done({ asOf: url })),
    });
    const controller = new AbortController();

    const deaf = client.run('loadCounts', { url: '/deaf' }, { signal: controller.signal });
    const next = client.run('loadCounts', { url: '/next' });
    controller.abort();

    await expect(deaf).rejects.toMatchObject({ name: 'AbortError' });
    await expect(next).resolves.toEqual({ asOf: '/next' });
    expect(opened()).toBe(2);
  });

  it('that still waits never starts', async () => {
    const started: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { client } = pool(1, {
      loadCounts: async ({ url }) => {
        started.push(url);
        await gate.promise;
        return done({});
      },
    });
    const controller = new AbortController();

    const first = client.run('loadCounts', { url: '/first' });
    const second = client.run('loadCounts', { url: '/second' }, { signal: controller.signal });
    const third = client.run('loadCounts', { url: '/third' });
    controller.abort();
    gate.resolve();

    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all([first, third]);
    expect(started).toEqual(['/first', '/third']);
  });

  it('that was cancelled before is not even queued', async () => {
    const { client, opened } = pool(1, {});

    const run = client.run('loadCounts', { url: '/a' }, { signal: AbortSignal.abort() });

    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(opened()).toBe(0);
  });
});

it.each([
  [1, 1],
  [2, 1],
  [4, 3],
  [16, 4],
])('of %i cores the pool takes %i', (cores, size) => {
  expect(poolSize(cores)).toBe(size);
});

type LoadCounts = (
  input: { url: string },
  context: TaskContext,
  worker: number,
) => ReturnType<TaskHandlers['loadCounts']>;

type SomeHandlers = { loadCounts?: LoadCounts } & Pick<Partial<TaskHandlers>, 'driftMap' | 'compareRows'>;

function pool(size: number, handlers: SomeHandlers) {
  const events: LaneEvents[] = [];
  const client = createDriftClient((laneEvents) => {
    const worker = events.push(laneEvents);
    const missing = (task: TaskName) => () => Promise.reject(new Error(`${task} is not expected`));
    return openInProcessLane(
      {
        driftMap: handlers.driftMap ?? missing('driftMap'),
        metricBins: missing('metricBins'),
        exactComparison: missing('exactComparison'),
        compareRows: handlers.compareRows ?? missing('compareRows'),
        qualityBySegment: missing('qualityBySegment'),
        sliceSearch: missing('sliceSearch'),
        multivariate: missing('multivariate'),
        expectedHarm: missing('expectedHarm'),
        leadLag: missing('leadLag'),
        quality: missing('quality'),
        judgeQuality: missing('judgeQuality'),
        judgeAutomation: missing('judgeAutomation'),
        automation: missing('automation'),
        redundantSeries: missing('redundantSeries'),
        ruleHistory: missing('ruleHistory'),
        thresholdAdvice: missing('thresholdAdvice'),
        rehearseRules: missing('rehearseRules'),
        replayPlan: missing('replayPlan'),
        loadCounts: (input, context) =>
          handlers.loadCounts?.(input, context, worker) ?? missing('loadCounts')(),
      },
      laneEvents,
    );
  }, size);
  clients.push(client);
  return { client, opened: () => events.length, crash: (error: Error) => events.at(-1)?.crash(error) };
}

/** An output of which the test looks at one field only. */
function done(output: { asOf?: string }) {
  return { output: output as never, transfer: [] };
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
