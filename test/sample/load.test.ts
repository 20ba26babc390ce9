import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Label, Prediction } from '#contract/prediction.ts';
import { hotelReferenceWindow } from '#sample/hotel.ts';
import { speechMinute } from '#sample/speech.ts';
import { carFleet, UPLOAD_EVERY_MS } from '#sample/speech-sites.ts';
import { speechStory } from '#sample/speech-story.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#sample/units.ts';
import type { LoaderMessage } from '#server/sample/load.ts';
import { startRecordingServer, type Posted, type RecordingServer } from './recording-server.ts';

const SEED = 7;
const program = join(import.meta.dirname, '../../src/server/sample/load.ts');

type Loader = {
  child: ChildProcess;
  messages: LoaderMessage[];
  errors: () => string;
  ended: Promise<number | null>;
};
const started: Loader[] = [];
const servers: RecordingServer[] = [];

function startLoader(url: string, { anchor, resume }: { anchor: Date; resume?: Date }): Loader {
  const child = fork(program, {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {
      ...process.env,
      ANCHORWATCH_URL: url,
      ANCHORWATCH_SAMPLE_SEED: String(SEED),
      ANCHORWATCH_SAMPLE_ANCHOR: anchor.toISOString(),
      ...(resume && { ANCHORWATCH_SAMPLE_RESUME: resume.toISOString() }),
    },
  });
  const messages: LoaderMessage[] = [];
  child.on('message', (message) => messages.push(message as LoaderMessage));
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const loader = { child, messages, errors: () => errors, ended };
  started.push(loader);
  return loader;
}

/** A request, and for whom it was answered. */
function nameOf({ requestId, stage, role, version }: Prediction): string {
  return [stage, requestId, role, version].join(' ');
}

async function startServer(options?: Parameters<typeof startRecordingServer>[0]): Promise<RecordingServer> {
  const server = await startRecordingServer(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  await Promise.all(servers.map((server) => server.close()));
  started.length = 0;
  servers.length = 0;
});

function isDone({ messages }: Loader): boolean {
  return messages.some(({ type }) => type === 'done');
}

async function until(condition: () => boolean, timeout = 60_000): Promise<void> {
  await vi.waitUntil(condition, { timeout, interval: 20 });
}

function batches(requests: Posted[], kind: 'predictions' | 'samples' | 'labels', pipeline: string): Posted[] {
  return requests.filter(
    ({ path, text }) => path === `/api/v1/${kind}` && text.includes(`"pipeline":"${pipeline}"`),
  );
}

/** Without the rows that cars send later. */
function atOnce(rows: Prediction[]): Prediction[] {
  return rows.filter(({ site }) => site !== carFleet);
}

function records<T>(posted: Pick<Posted, 'text'>[]): T[] {
  return posted.flatMap(({ text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as T),
  );
}

function times(rows: { time: string }[]): string[] {
  return rows.map(({ time }) => time);
}

function latest(values: string[]): string {
  return values.reduce((a, b) => (a > b ? a : b), '');
}

describe('the first load', () => {
  it('sends all of both pipelines up to the anchor, newest first, then the references, then goes on', async () => {
    const anchor = new Date(Date.now() - 30 * MINUTE_MS);
    const server = await startServer();

    const loader = startLoader(server.url, { anchor });
    await until(() => isDone(loader));
    await until(
      () => records<Prediction>(batches(server.requests.slice(-8), 'predictions', 'speech')).length > 0,
    );
    loader.child.kill('SIGTERM');

    expect(await loader.ended).toBe(0);
    const { requests } = server;
    const lastReference = requests.findLastIndex(
      ({ path, method }) => path.endsWith('/references') && method === 'POST',
    );
    const history = requests.slice(0, lastReference);
    const speech = records<Prediction>(batches(history, 'predictions', 'speech'));
    const hotel = records<Prediction>(batches(history, 'predictions', 'hotel'));

    expect(requests.slice(0, 2).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /api/v1/pipelines/speech',
      'PUT /api/v1/pipelines/hotel',
    ]);
    expect(new Set(batches(requests, 'predictions', 'speech').map(({ type }) => type))).toEqual(
      new Set(['application/x-ndjson']),
    );
    expect(hotel).toHaveLength(16_913 + 34_938);
    expect(new Set(hotel.map(({ requestId }) => requestId)).size).toBe(hotel.length);
    expect(speech.length).toBeGreaterThan(345_000);
    expect(new Set(speech.map(nameOf)).size).toBe(speech.length);
    expect(latest(times(speech)) <= anchor.toISOString()).toBe(true);

    // two are in flight: neighbours may change places, no more
    const newest = batches(history, 'predictions', 'speech').map((posted) =>
      latest(times(records([posted]))),
    );
    const descending = newest.toSorted().reverse();
    expect(newest.every((time, place) => Math.abs(descending.indexOf(time) - place) <= 1)).toBe(true);
    expect(server.mostInFlight()).toBe(2);

    // both show something after the first few batches
    const opening = history.slice(0, 8);
    expect(batches(opening, 'predictions', 'speech').length).toBeGreaterThan(0);
    expect(batches(opening, 'predictions', 'hotel').length).toBeGreaterThan(0);

    const labels = [
      ...records<Label>(batches(history, 'labels', 'speech')),
      ...records<Label>(batches(history, 'labels', 'hotel')),
    ];
    expect(labels.length).toBeGreaterThan(45_000);
    expect(latest(times(labels)) <= anchor.toISOString()).toBe(true);

    const live = records<Prediction>(batches(requests.slice(lastReference + 1), 'predictions', 'speech'));
    expect(times(atOnce(live)).filter((time) => time <= anchor.toISOString())).toEqual([]);
    expect(latest(times(live)) <= new Date().toISOString()).toBe(true);
    expect(new Set([...live, ...speech].map(nameOf)).size).toBe(live.length + speech.length);

    const { historyStart } = speechStory(anchor);
    const week = {
      from: new Date(historyStart).toISOString(),
      to: new Date(historyStart + 5 * DAY_MS).toISOString(),
    };
    const training = hotelReferenceWindow(anchor);
    expect(
      requests
        .filter(({ path, method }) => path.endsWith('/references') && method === 'POST')
        .map(({ text }) => JSON.parse(text) as unknown),
    ).toEqual([
      { stage: 'vad', name: 'week before vad v9', ...week },
      { stage: 'asr', name: 'week before vad v9', ...week },
      { stage: 'punctuation', name: 'week before vad v9', ...week },
      {
        stage: 'cancellation',
        name: 'training period',
        from: training.from.toISOString(),
        to: training.to.toISOString(),
      },
    ]);

    const progress = loader.messages.filter((message) => message.type === 'progress');
    expect(progress.map(({ rows }) => rows)).toEqual(
      progress.map(({ rows }) => rows).toSorted((a, b) => a - b),
    );
    expect(progress.at(-1)?.rows).toBe(speech.length + hotel.length);
    expect(progress.every(({ share }) => share > 0 && share < 1)).toBe(true);
  }, 90_000);

  it('sends the same batches under the same keys when it is killed and started again', async () => {
    const anchor = new Date(Date.now() - MINUTE_MS);
    const server = await startServer();
    const first = startLoader(server.url, { anchor });
    await until(() => server.requests.length > 25);
    first.child.kill('SIGKILL');
    await first.ended;
    const before = new Map(server.requests.map(({ key, text }) => [key, text]));

    const second = startLoader(server.url, { anchor });
    await until(() => isDone(second));

    const keyed = [...before.keys()].filter((key) => key !== undefined);
    expect(keyed.length).toBeGreaterThan(20);
    expect(server.repeated.length).toBeGreaterThanOrEqual(keyed.length);
    expect(server.repeated.every(({ key, text }) => !before.has(key) || before.get(key) === text)).toBe(true);
    const history = server.requests.filter(({ key }) => !key?.includes('/'));
    const speech = records<Prediction>(batches(history, 'predictions', 'speech'));
    expect(new Set(speech.map(nameOf)).size).toBe(speech.length);
    expect(speech.length).toBeGreaterThan(345_000);
  }, 90_000);

  it('waits for a server that is not there yet, and repeats what was answered with 503', async () => {
    const place = await startRecordingServer();
    await place.close();
    const loader = startLoader(place.url, { anchor: new Date(Date.now() - MINUTE_MS) });
    await new Promise((resolve) => loader.child.once('spawn', resolve));

    const server = await startServer({ port: place.port, refuses: (index) => index % 3 === 1 });
    await until(() => server.requests.length > 20);

    const keys = server.requests.map(({ key }) => key).filter((key) => key !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
    expect(server.requests[0]?.path).toBe('/api/v1/pipelines/speech');
    expect(server.requests[1]?.path).toBe('/api/v1/pipelines/hotel');
    expect(loader.child.exitCode).toBeNull();
  }, 60_000);
});

describe('a later start', () => {
  it('sends only what came after the newest row, oldest first, each row once', async () => {
    const anchor = new Date(Date.now() - 5 * HOUR_MS);
    const resume = new Date(Date.now() - 3 * HOUR_MS);
    const server = await startServer();

    const loader = startLoader(server.url, { anchor, resume });
    await until(() => isDone(loader));

    const posted = batches(server.requests, 'predictions', 'speech');
    const speech = atOnce(records<Prediction>(posted));
    const ids = speech.map(nameOf);
    expect(server.requests.filter(({ path }) => path.includes('/pipelines/'))).toEqual([]);
    expect(times(speech)).toEqual(times(speech).toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(times(speech).filter((time) => time <= resume.toISOString())).toEqual([]);
    expect(ids.toSorted()).toEqual(
      atOnce(expectedRows(anchor, resume, new Date(latest(times(speech)))))
        .map(nameOf)
        .toSorted(),
    );
  }, 60_000);

  it('brings what cars kept at each full quarter of an hour, under the same key whenever it is sent', async () => {
    const anchor = new Date(Date.now() - 2 * HOUR_MS);
    const resume = new Date(Date.now() - HOUR_MS);
    const keysFrom = async (from: Date) => {
      const server = await startServer();
      const loader = startLoader(server.url, { anchor, resume: from });
      await until(() => isDone(loader));
      return new Map(
        server.requests.filter(({ key }) => key?.includes('cars/')).map(({ key, text }) => [key, text]),
      );
    };

    const uploads = await keysFrom(resume);
    const again = await keysFrom(new Date(resume.getTime() + 20 * MINUTE_MS));

    expect(uploads.size).toBeGreaterThanOrEqual(3);
    expect([...again.keys()].every((key) => uploads.get(key) === again.get(key))).toBe(true);
    expect(again.size).toBeGreaterThan(0);
    for (const text of uploads.values()) {
      const rows = records<Prediction>([{ text }]);
      const [upload] = rows.map(({ receivedAt }) => Date.parse(receivedAt ?? ''));
      expect((upload ?? 1) % UPLOAD_EVERY_MS).toBe(0);
      expect(
        rows.every(
          ({ site, time }) => site === carFleet && Date.parse(time) > (upload ?? 0) - UPLOAD_EVERY_MS,
        ),
      ).toBe(true);
    }
  }, 60_000);

  it('tells the same story: VAD v9 since 90 minutes before the anchor', async () => {
    const anchor = new Date(Date.now() - HOUR_MS);
    const server = await startServer();

    const loader = startLoader(server.url, { anchor, resume: anchor });
    await until(() => isDone(loader));

    const vad = records<Prediction>(batches(server.requests, 'predictions', 'speech')).filter(
      ({ stage }) => stage === 'vad',
    );
    expect(new Set(vad.map(({ version }) => version))).toEqual(new Set(['v9']));
  }, 60_000);

  it('brings the labels of both pipelines that became known meanwhile', async () => {
    const anchor = new Date(Date.now() - 2 * DAY_MS);
    const resume = new Date(Date.now() - DAY_MS);
    const server = await startServer();

    const loader = startLoader(server.url, { anchor, resume });
    await until(() => isDone(loader));

    const speech = records<Label>(batches(server.requests, 'labels', 'speech'));
    const hotel = records<Label>(batches(server.requests, 'labels', 'hotel'));
    const known = times([...speech, ...hotel]);
    expect(speech.length).toBeGreaterThan(500);
    expect(hotel.length).toBeGreaterThan(0);
    expect(known.filter((time) => time <= resume.toISOString())).toEqual([]);
    expect(latest(known) <= new Date().toISOString()).toBe(true);
    expect(new Set([...speech, ...hotel].map(({ requestId }) => requestId)).size).toBe(known.length);
  }, 60_000);

  it('leaves out what is more than seven days ago', async () => {
    const start = Date.now();
    const anchor = new Date(start - 9 * DAY_MS);
    const server = await startServer();

    const loader = startLoader(server.url, { anchor, resume: anchor });
    await until(() =>
      server.requests.some(({ path, key }) => path === '/api/v1/predictions' && !key?.includes('cars/')),
    );

    const [first] = times(atOnce(records<Prediction>(batches(server.requests, 'predictions', 'speech'))));
    expect(Date.parse(first ?? '')).toBeGreaterThan(start - 7 * DAY_MS);
    expect(Date.parse(first ?? '')).toBeLessThan(start - 7 * DAY_MS + 10 * MINUTE_MS);
    expect(loader.child.exitCode).toBeNull();
  }, 60_000);
});

describe('the end', () => {
  it('is quiet at SIGTERM while it waits for a server that is overloaded', async () => {
    const server = await startServer({ refuses: () => true });
    const loader = startLoader(server.url, { anchor: new Date() });
    await until(() => server.mostInFlight() > 0);

    loader.child.kill('SIGTERM');

    expect(await loader.ended).toBe(0);
    expect(loader.errors()).toBe('');
  });

  it('comes when the parent lets go', async () => {
    const server = await startServer();
    const loader = startLoader(server.url, { anchor: new Date() });
    await until(() => server.requests.length > 3);

    loader.child.disconnect();

    expect(await loader.ended).toBe(0);
  });

  it('comes with an error when the server will not take what it sends', async () => {
    const server = await startServer({ refuses: () => true, refusal: 422 });

    const loader = startLoader(server.url, { anchor: new Date() });

    expect(await loader.ended).toBe(1);
    await until(() => loader.errors().includes('PUT /api/v1/pipelines/speech was answered with 422'));
  });
});

/** The rows whose time is in (from, to]. */
function expectedRows(anchor: Date, from: Date, to: Date): Prediction[] {
  const story = speechStory(anchor);
  const rows: Prediction[] = [];
  const firstMinute = Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
  for (let start = firstMinute; start <= to.getTime(); start += MINUTE_MS) {
    rows.push(...speechMinute(SEED, new Date(start), story).predictions);
  }
  return rows.filter(({ time }) => time > from.toISOString() && time <= to.toISOString());
}
