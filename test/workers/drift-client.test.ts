import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '#contract/client.ts';
import { createDriftClient, poolSize, type DriftClient } from '#workers/drift-client.ts';
import type { LaneEvents, TaskContext, TaskHandlers, TaskName, TaskProgress } from '#workers/protocol.ts';
import { openInProcessLane } from './in-process-lane.ts';

const clients: DriftClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

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

    const map = await client.run('driftMap', { url: '/a', method: 'psi', level: 0.01 });

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

  it('fails only the job of a worker that crashes, and opens another', async () => {
    const { client, opened, crash } = pool(1, {
      loadCounts: ({ url }, { signal }) =>
        url === '/bad' ? never(signal) : Promise.resolve(done({ asOf: url })),
    });

    const bad = client.run('loadCounts', { url: '/bad' });
    const waiting = client.run('loadCounts', { url: '/good' });
    crash(new Error('out of memory'));

    await expect(bad).rejects.toThrow('the drift worker crashed: out of memory');
    await expect(waiting).resolves.toEqual({ asOf: '/good' });
    expect(opened()).toBe(2);
  });

  it('fails a job whose worker cannot be opened', async () => {
    const client = createDriftClient(() => {
      throw new Error('blocked by policy');
    }, 1);
    clients.push(client);

    await expect(client.run('loadCounts', { url: '/a' })).rejects.toThrow('blocked by policy');
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

function pool(size: number, handlers: { loadCounts?: LoadCounts; driftMap?: TaskHandlers['driftMap'] }) {
  const events: LaneEvents[] = [];
  const client = createDriftClient((laneEvents) => {
    const worker = events.push(laneEvents);
    const missing = (task: TaskName) => () => Promise.reject(new Error(`${task} is not expected`));
    return openInProcessLane(
      {
        driftMap: handlers.driftMap ?? missing('driftMap'),
        metricBins: missing('metricBins'),
        exactComparison: missing('exactComparison'),
        leadLag: missing('leadLag'),
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
