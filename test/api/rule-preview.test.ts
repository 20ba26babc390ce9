import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import { atMinute, driftingApi, driftMinute, minutes } from '#test/workers/drifting-log.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

let api: Awaited<ReturnType<typeof driftingApi>>;
beforeAll(async () => {
  api = await driftingApi();
});

describe('a preview', () => {
  it('reads a statistic in each slot, of the rows before its end', async () => {
    const [first, second] = await preview(
      { kind: 'metric', metrics: ['input.constant'], statistic: 'rate', windowSeconds: 60 },
      60,
      61,
    );

    expect([first, second]).toMatchObject([
      {
        endsAt: atMinute(60),
        readTo: atMinute(60),
        ruleVersion: 0,
        readings: [
          { labels: { stage: 'score', metric: 'input.constant' }, value: 10 / 60, n: 10, isFailed: false },
        ],
      },
      { endsAt: atMinute(61) },
    ]);
  });

  it('keeps one alert a metric apart', async () => {
    const [slot] = await preview(
      {
        kind: 'metric',
        metrics: ['input.volume', 'input.constant'],
        statistic: 'missingShare',
        windowSeconds: 300,
      },
      60,
    );

    expect(slot?.readings).toMatchObject([
      { labels: { metric: 'input.volume' }, value: expect.closeTo(0.02, 12) as number, n: 50 },
      { labels: { metric: 'input.constant' }, value: 0, n: 50 },
    ]);
  });

  it('finds a change against an earlier time', async () => {
    const condition = {
      kind: 'change',
      metrics: ['input.device'],
      statistic: 'share',
      category: 'phone',
      windowSeconds: 600,
      agoSeconds: 3600,
      as: 'difference',
    };

    const [before, after] = [await preview(condition, 80), await preview(condition, 110)];

    expect(Math.abs(before[0]?.readings[0]?.value as number)).toBeLessThan(0.2);
    expect(after[0]?.readings[0]?.value).toBeGreaterThan(0.4);
  });

  it('scores drift with its effect and its evidence, and leaves what is steady alone', async () => {
    const condition = {
      kind: 'drift',
      metrics: ['input.volume', 'input.steady', 'input.device'],
      method: 'jensenShannon',
      windowSeconds: 1200,
      level: 0.001,
    };

    const [slot] = await preview(condition, 115);

    const [volume, steady, device] = slot?.readings ?? [];
    expect(volume).toMatchObject({ hasEvidence: true, n: 196 });
    expect(volume?.value).toBeGreaterThan(0.5);
    expect(steady).toMatchObject({ hasEvidence: false });
    expect(device).toMatchObject({ hasEvidence: true });
  });

  it('judges all metrics of a stage under one budget, and names those that moved', async () => {
    const condition = {
      kind: 'stageDrift',
      group: 'input',
      method: 'jensenShannon',
      windowSeconds: 1200,
      naming: 'benjaminiYekutieli',
    };

    const [before, after] = [await preview(condition, 80), await preview(condition, 115)];

    expect(before[0]?.readings[0]?.value).toBeLessThan(0);
    expect(before[0]?.readings[0]?.names).toEqual([]);
    expect(after[0]?.readings[0]?.value).toBeGreaterThan(0);
    expect(after[0]?.readings[0]?.names?.toSorted()).toEqual(['input.device', 'input.volume']);
  });

  it('adds a sustained shift up', async () => {
    const condition = {
      kind: 'shift',
      metrics: ['input.volume'],
      statistic: 'mean',
      windowSeconds: 60,
      baselineSlots: 60,
      slots: 20,
      sides: 'upper',
    };

    const slots = await preview(condition, driftMinute, driftMinute + 5);

    const heights = slots.map(({ readings }) => readings[0]?.value as number);
    expect(heights[0]).toBeLessThan(8);
    expect(heights.at(-1)).toBeGreaterThan(8);
  });

  it('has no band without weeks of history, and says why', async () => {
    const condition = {
      kind: 'band',
      metrics: ['input.volume'],
      statistic: 'mean',
      windowSeconds: 300,
      weeks: 2,
      sides: 'both',
    };

    const [slot] = await preview(condition, 100);

    expect(slot?.readings[0]).toMatchObject({
      value: null,
      reason: 'only 0 earlier windows in this hour of the week, 8 are needed',
    });
  });

  it('burns the budget of errors', async () => {
    await api.post('/predictions', [prediction(1, { status: 'timeout', features: { steady: 0 } })]);
    const condition = {
      kind: 'burnRate',
      metric: 'status',
      goodCategory: 'ok',
      objective: 0.99,
      windows: [{ longSeconds: 600, shortSeconds: 60, factor: 2 }],
      leastBad: 1,
    };

    const [slot] = await preview(condition, minutes);

    // 1 bad answer of 101 in ten minutes, of 11 in the last: the slower burns 0.99 times as fast as allowed
    expect(slot?.readings[0]?.value).toBeCloseTo(1 / 101 / 0.01 / 2, 9);
  });

  it('counts what the reference has never seen', async () => {
    await api.post(
      '/predictions',
      Array.from({ length: 20 }, () => prediction(19.5, { features: { device: 'watch' } })),
    );
    const condition = { kind: 'newCategory', metrics: ['input.device'], windowSeconds: 300, level: 0.01 };

    const [slot] = await preview(condition, 101);

    expect(slot?.readings[0]).toMatchObject({ hasEvidence: true, n: 70, value: 20 / 70 });
  });

  it('of more slots than anybody looks at is refused', async () => {
    const condition = { kind: 'metric', metrics: ['input.volume'], statistic: 'mean', windowSeconds: 60 };
    const rule = { ...base, condition };
    const from = new Date(now.getTime() - 3_001 * 60_000).toISOString();

    const response = await api.post('/pipelines/loans/rules/preview', { rule, from, to: now.toISOString() });

    expect(response.status).toBe(400);
  });
});

describe('sites and labels', () => {
  it('are seconds since they were heard of', async () => {
    const quiet = memoryApp();
    await quiet.post('/predictions', [
      prediction(30, { site: 'berlin', receivedAt: minutesAgo(30) }),
      prediction(5, { site: 'paris', receivedAt: minutesAgo(5) }),
    ]);
    const rule = { ...base, scope: {}, condition: { kind: 'siteSilent', windowSeconds: 7200 } };

    const slots = await previewOf(quiet, rule, minutesAgo(0), minutesAgo(0));

    const silent = slots[0]?.readings.map(({ labels, value }) => [labels.site, value]);
    expect(silent?.sort()).toEqual([
      ['berlin', 1800],
      ['paris', 300],
    ]);
  });

  it('have no delay while no label has come', async () => {
    const [p90, silence] = await Promise.all(
      ['p90', 'silence'].map((measure) => preview({ kind: 'labelDelay', measure, windowSeconds: 3600 }, 119)),
    );

    expect(p90?.[0]?.readings[0]).toMatchObject({
      value: null,
      reason: 'no row of the window has a label yet',
    });
    expect(silence?.[0]?.readings[0]).toMatchObject({ value: null, reason: 'no label has ever come' });
  });
});

const base = {
  name: 'preview',
  scope: { stage: 'score' },
  levels: { warning: { threshold: 1, recover: null, forSlots: 0, keepSlots: 0 } },
  everySeconds: 60,
  noData: { policy: 'alert', afterSlots: 3 },
  queryOffsetSeconds: 0,
  budget: { perWeek: 1 },
};

function minutesAgo(ago: number): string {
  return new Date(now.getTime() - ago * 60_000).toISOString();
}

/** The slots that end in these minutes of the log. */
function preview(condition: object, first: number, last = first): Promise<EvaluatedSlot[]> {
  return previewOf(api, { ...base, condition }, atMinute(first), atMinute(last));
}

async function previewOf(
  { post }: Pick<typeof api, 'post'>,
  rule: object,
  from: string,
  to: string,
): Promise<EvaluatedSlot[]> {
  const end = new Date(Date.parse(to) + 1).toISOString();
  const response = await post('/pipelines/loans/rules/preview', { rule, from, to: end });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { items: EvaluatedSlot[] }).items;
}
