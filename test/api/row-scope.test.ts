import { describe, expect, it } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { HistogramsHeader, RowsHeader } from '#contract/histograms.ts';
import { StageFigures } from '#contract/pipeline.ts';
import { Problem } from '#contract/problem.ts';
import { Series } from '#contract/series.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const lastHour = `stage=score&from=${at(60)}&to=${at(0)}`;

/** One row a minute for an hour: on phones aged 20, on desks aged 40 and from half time on 80. */
async function filled() {
  const api = memoryApp();
  const rows = Array.from({ length: 60 }, (_, minute) => {
    const device = minute % 3 === 0 ? 'phone' : 'desk';
    const age = device === 'phone' ? 20 : minute < 30 ? 40 : 80;
    return prediction(60 - minute, { requestId: `r-${minute}`, features: { age, device }, site: 'here' });
  });
  await api.post('/predictions', rows);
  return api;
}

describe('reading some of the rows', () => {
  it('answers series of a segment', async () => {
    const api = await filled();
    const ask = async (part: string) =>
      Series.parse(await (await api.get(`/pipelines/loans/series?${lastHour}&step=3600&${part}`)).json());

    const phones = await ask('seg=input.device:phone');
    const both = await ask('seg=input.device:phone&seg=input.device:desk&seg=site:here');
    const nobody = await ask('seg=site:elsewhere');
    const old = await ask('seg=input.age~30~80');

    expect([phones.rows, both.rows, nobody.rows, old.rows]).toEqual([[20], [60], [], [20]]);
    const mean = phones.columns.find(
      ({ metric, statistic }) => metric === 'input.age' && statistic === 'mean',
    );
    expect(mean?.values).toEqual([20]);
  });

  it('compares a segment with itself in the reference', async () => {
    const api = await filled();
    await api.app.request('/api/v1/pipelines/loans/references', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stage: 'score', name: 'first half', from: at(60), to: at(30) }),
    });

    const response = await api.get(`/pipelines/loans/histograms?${lastHour}&step=3600&seg=input.device:desk`);

    const header = HistogramsHeader.parse(decodeColumns(await response.arrayBuffer()).header);
    const age = header.metrics.find(({ metric }) => metric === 'input.age');
    expect(header.reference.rows).toBe(20);
    expect(age?.counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(age?.missing).toBe(0);
  });

  it('counts the values of a segment', async () => {
    const api = await filled();

    const response = await api.get(
      `/pipelines/loans/rows?${lastHour}&metric=input.age&seg=input.device:phone`,
    );

    const { header, columns } = decodeColumns(await response.arrayBuffer());
    expect(RowsHeader.parse(header)).toMatchObject({ total: 20, missing: 0 });
    expect(new Set(columns.get('values'))).toEqual(new Set([20]));
  });

  it('shows nothing that came in later', async () => {
    const api = await filled();
    const url = `/pipelines/loans/series?${lastHour}&step=3600&knownAt=`;

    const before = Series.parse(await (await api.get(url + at(1))).json());
    const after = Series.parse(await (await api.get(url + at(0))).json());

    expect([before.rows, after.rows]).toEqual([[], [60]]);
  });

  it('tells the headline figures of a segment, a version, and what was known', async () => {
    const api = memoryApp();
    const rows = Array.from({ length: 60 }, (_, minute) =>
      prediction(60 - minute, {
        version: minute < 40 ? 'v1' : 'v2',
        latencyMs: minute < 40 ? 100 : 200,
        status: minute === 59 ? 'timeout' : 'ok',
        prediction: minute % 2 === 0 ? null : 'yes',
        site: minute < 50 ? 'here' : 'there',
        receivedAt: at(minute < 45 ? 10 : 1),
      }),
    );
    await api.post('/predictions', rows);
    const ask = async (part: string) =>
      StageFigures.parse(await (await api.get(`/pipelines/loans/figures?${lastHour}&${part}`)).json());

    expect(await ask('')).toMatchObject({
      rows: 60,
      ratePerSecond: 60 / 3600,
      errorShare: 1 / 60,
      nullShare: 0.5,
    });
    expect(await ask('seg=site:there')).toMatchObject({ rows: 10, errorShare: 0.1, latencyP95Ms: 200 });
    expect(await ask('version=v1')).toMatchObject({ rows: 40, errorShare: 0, latencyP95Ms: 100 });
    expect(await ask(`knownAt=${at(5)}`)).toMatchObject({ rows: 45, errorShare: 0 });
    expect(await ask('seg=site:nowhere')).toEqual({
      rows: 0,
      ratePerSecond: 0,
      latencyP95Ms: null,
      errorShare: null,
      nullShare: null,
    });
  });

  it('refuses what is no segment', async () => {
    const response = await (await filled()).get(`/pipelines/loans/series?${lastHour}&step=60&seg=phone`);

    expect(response.status).toBe(400);
    expect(Problem.parse(await response.json()).detail).toContain('seg');
  });
});
