import { describe, expect, it } from 'vitest';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import { mulberry32, uniform } from '#stats/random.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const MINUTES = 200;

describe('a rule on quality', () => {
  it('is measured from the labels that were known', async () => {
    const api = await scoredLog();

    const [early, late] = [await api.preview('measured', 40), await api.preview('measured', 199)];

    expect(early?.value).toBeGreaterThan(0.8);
    expect(late?.value).toBeLessThan(0.8);
    expect(late?.n).toBeGreaterThan(200);
  });

  it('is estimated from the scores where no label has come', async () => {
    const api = await scoredLog({ labelledUntil: 100 });

    const [measured, early, late] = [
      await api.preview('measured', 199),
      await api.preview('estimated', 40),
      await api.preview('estimated', 199),
    ];

    expect(measured).toMatchObject({ value: null, reason: 'no row of the window has a label' });
    expect(early?.value).toBeGreaterThan(0.8);
    expect(late?.value).toBeLessThan(0.8);
  });

  it('has no value of few rows, and says how many it wants', async () => {
    const api = await scoredLog();

    const reading = await api.preview('measured', 199, { leastRows: 5_000 });

    expect(reading).toMatchObject({
      value: null,
      reason: expect.stringContaining('5000 are asked for') as string,
    });
  });

  it('that the answers do not have says so', async () => {
    const api = await scoredLog();

    const reading = await api.preview('measured', 199, { measure: 'rmse' });

    expect(reading).toMatchObject({ value: null, reason: 'rmse is no measure of binary answers' });
  });

  it('that cannot be estimated is refused', async () => {
    const api = await scoredLog();

    await expect(api.preview('estimated', 199, { measure: 'brier' })).rejects.toThrow('needs labels');
  });
});

/** Ten answers a minute whose scores are sure at first and doubtful later; labels follow at once. */
async function scoredLog({ labelledUntil = MINUTES } = {}) {
  const api = memoryApp();
  const draw = mulberry32(11);
  const records: object[] = [];
  const labels: object[] = [];
  for (let row = 0; row < MINUTES * 10; row++) {
    const minute = row / 10;
    const isSure = minute < 120 ? uniform(draw) < 0.8 : uniform(draw) < 0.1;
    const spread = isSure ? 0.1 : 0.4;
    const score = uniform(draw) < 0.5 ? spread * uniform(draw) + 0.05 : 0.95 - spread * uniform(draw);
    const requestId = `r-${row}`;
    const time = at(minute);
    records.push({
      ...prediction(0),
      time,
      receivedAt: time,
      requestId,
      prediction: score >= 0.5,
      confidence: score,
    });
    if (minute >= labelledUntil) continue;
    const label = { pipeline: 'loans', stage: 'score', requestId, value: uniform(draw) < score };
    labels.push({ ...label, time, receivedAt: time });
  }
  await api.post('/predictions', records);
  await api.post('/labels', labels);
  const preview = async (basis: string, minute: number, change: object = {}) => {
    const rule = {
      name: 'quality',
      scope: { stage: 'score' },
      condition: { kind: 'quality', measure: 'accuracy', basis, windowSeconds: 1800, ...change },
      direction: 'below',
      levels: { warning: { threshold: 0.8, recover: null, forSlots: 0, keepSlots: 0 } },
      everySeconds: 60,
      noData: { policy: 'keep', afterSlots: 3 },
      queryOffsetSeconds: 0,
    };
    const to = new Date(Date.parse(at(minute)) + 1).toISOString();
    const response = await api.post('/pipelines/loans/rules/preview', { rule, from: at(minute), to });
    if (!response.ok) throw new Error(await response.text());
    const { items } = (await response.json()) as { items: EvaluatedSlot[] };
    return items[0]?.readings[0];
  };
  return { preview };
}

function at(minute: number): string {
  return new Date(now.getTime() - (MINUTES - minute) * 60_000).toISOString();
}
