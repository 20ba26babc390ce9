import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mulberry32, uniform } from '#stats/random.ts';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import { createDriftClient, type DriftClient } from '#workers/drift-client.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';
import { openInProcessLane } from './in-process-lane.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const pipeline = 'http://anchorwatch.test/api/v1/pipelines/loans';

/** Two hours of answers, one in ten of them wrong; in the second hour those of short requests on phones by half. */
async function worseOnPhones(hasLabels = true) {
  const api = memoryApp();
  const draw = mulberry32(9);
  const rows = Array.from({ length: 4000 }, (_, i) => {
    const device = uniform(draw) < 0.5 ? 'phone' : 'desk';
    const seconds = 10 * uniform(draw);
    const isHard = i >= 2000 && device === 'phone' && seconds < 5;
    return {
      requestId: `r-${i}`,
      minutes: 120 - i * 0.03,
      features: { device, seconds },
      isWrong: uniform(draw) < (isHard ? 0.5 : 0.1),
    };
  });
  await api.post(
    '/predictions',
    rows.map(({ requestId, minutes, features }) =>
      prediction(minutes, { requestId, features, prediction: 'yes' }),
    ),
  );
  if (hasLabels) {
    await api.post(
      '/labels',
      rows.map(({ requestId, isWrong }) => ({
        pipeline: 'loans',
        stage: 'score',
        requestId,
        time: at(0),
        value: isWrong ? 'no' : 'yes',
      })),
    );
  }
  return api;
}

describe('the search for the segment that lost most quality', () => {
  let client: DriftClient;
  beforeEach(() => {
    client = createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  const search = (api: ReturnType<typeof memoryApp>, withoutMs?: { fromMs: number; toMs: number }) => {
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => Promise.resolve(api.app.request(url, init)));
    const side = (from: number, to: number) => {
      const window = `stage=score&from=${at(from)}&to=${at(to)}&limit=10000`;
      return {
        frameUrl: `${pipeline}/frame?${window}&metric=input.device&metric=input.seconds`,
        labelledUrl: `${pipeline}/labelled-rows?${window}&rows=all`,
      };
    };
    return client.run('qualityBySegment', {
      reference: side(120, 60),
      current: side(60, 0),
      cuts: { 'input.seconds': [5] },
      withoutMs,
    });
  };

  it('compares the errors of every value and range with those of the reference', async () => {
    const losses = await search(await worseOnPhones());

    if (losses.status !== 'ok') throw new Error('there are labels');
    expect(losses).toMatchObject({
      error: 'share',
      labelled: { reference: 2000, current: 2000 },
      searched: 4,
    });
    expect(losses.segments.map(({ segment }) => segment).slice(0, 2)).toEqual(
      expect.arrayContaining([
        { metric: 'input.device', value: 'phone' },
        { metric: 'input.seconds', from: -Infinity, to: 5 },
      ]),
    );
    const [first] = losses.segments;
    expect(first?.change.value).toBeCloseTo(0.2, 1);
    expect(first?.change.lower).toBeGreaterThan(0.1);
    expect(first?.adjustedP).toBeLessThan(1e-6);
    const desk = losses.segments.find(({ segment }) => 'value' in segment && segment.value === 'desk');
    expect(desk?.adjustedP).toBeGreaterThan(0.01);
  });

  it('leaves out the rows of the reference, and says when nothing is left', async () => {
    const all = { fromMs: 0, toMs: now.getTime() };

    expect(await search(await worseOnPhones(), all)).toMatchObject({
      labelled: { current: 0 },
      segments: [],
    });
    expect(await search(await worseOnPhones(false))).toEqual({
      status: 'unavailable',
      reason: 'unknown-answers',
    });
  });
});
