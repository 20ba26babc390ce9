import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mulberry32, uniform } from '#stats/random.ts';
import { memoryApp, prediction } from '#test/api/memory-app.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { answerFrom, loansUrl, minutesAgo, openInProcessClient } from './in-process-client.ts';

/**
 * Two hours of answers; those to phones are wrong in 4 of 10 cases, to desks in 1 of 10. In the first hour 3 of 10
 * requests come from phones, in the second 7 of 10. `country` moves as much and makes no difference.
 */
async function phonesRise({ isLabelled = true } = {}) {
  const api = memoryApp();
  const draw = mulberry32(9);
  const rows = Array.from({ length: 6000 }, (_, i) => {
    const share = i < 3000 ? 0.3 : 0.7;
    const device = uniform(draw) < share ? 'phone' : 'desk';
    const country = uniform(draw) < share ? 'de' : 'fr';
    const isWrong = uniform(draw) < (device === 'phone' ? 0.4 : 0.1);
    return { requestId: `r-${i}`, device, country, isWrong, minutes: 120 - i / 50 };
  });
  await api.post(
    '/predictions',
    rows.map(({ requestId, device, country, minutes }) =>
      prediction(minutes, { requestId, features: { device, country }, prediction: 'yes' }),
    ),
  );
  if (isLabelled) {
    await api.post(
      '/labels',
      rows.slice(0, 3000).map(({ requestId, isWrong }) => ({
        pipeline: 'loans',
        stage: 'score',
        requestId,
        time: minutesAgo(30),
        value: isWrong ? 'no' : 'yes',
      })),
    );
  }
  return api;
}

describe('the harm to expect of a drift', () => {
  let client: DriftClient;
  beforeEach(() => {
    client = openInProcessClient();
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  const price = async (api: ReturnType<typeof memoryApp>) => {
    answerFrom(api);
    const reference = await api.post('/pipelines/loans/references', {
      stage: 'score',
      name: 'first hour',
      from: minutesAgo(120),
      to: minutesAgo(60),
    });
    expect(reference.status).toBe(200);
    const window = `stage=score&from=${minutesAgo(120)}&to=${minutesAgo(60)}`;
    const metrics = ['input.device', 'input.country'];
    const [fromMs, toMs] = [Date.parse(minutesAgo(60)), Date.parse(minutesAgo(0))];
    return client.run('expectedHarm', {
      url: `${loansUrl}/histograms?stage=score&from=${minutesAgo(60)}&to=${minutesAgo(0)}&step=600`,
      frameUrl: `${loansUrl}/frame?${window}${metrics.map((metric) => `&metric=${metric}`).join('')}`,
      labelledUrl: `${loansUrl}/labelled-rows?${window}&rows=all`,
      windows: metrics.map((metric) => ({ metric, fromMs, toMs })),
    });
  };

  it('is what the reference’s errors say of the new mix', async () => {
    const harm = await price(await phonesRise());

    expect(harm).toMatchObject({ status: 'ok', error: 'share', labelled: 3000 });
    if (harm.status !== 'ok') throw new Error('there are labels');
    const [device, country] = harm.harms;
    expect(device).toMatchObject({ metric: 'input.device', status: 'ok' });
    expect(country).toMatchObject({ metric: 'input.country', status: 'ok' });
    if (device?.status !== 'ok' || country?.status !== 'ok') throw new Error('there are rows');
    // 4 of 10 rows move to where the error is 0.3 larger
    expect(Math.abs(device.value - 0.12)).toBeLessThan(0.03);
    expect(device.low).toBeLessThan(0.12);
    expect(device.high).toBeGreaterThan(0.12);
    expect(country.low).toBeLessThan(0);
    expect(country.high).toBeGreaterThan(0);
  });

  it('is not told without labels', async () => {
    expect(await price(await phonesRise({ isLabelled: false }))).toEqual({
      status: 'unavailable',
      reason: 'no-labels',
    });
  });
});
