import { describe, expect, it } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { Examples } from '#contract/example.ts';
import { FrameHeader } from '#contract/frame.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const lastHour = `stage=score&from=${at(60)}&to=${at(0)}`;

/** Sixty rows of an age, a region and a comment; the second half is of version v2 and from site b. */
async function filled(stage: Record<string, unknown> = {}) {
  const api = memoryApp();
  await api.app.request('/api/v1/pipelines/loans', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stages: [{ name: 'score', outputs: 'text', ...stage }] }),
  });
  await api.post(
    '/predictions',
    Array.from({ length: 60 }, (_, minute) =>
      prediction(60 - minute, {
        requestId: `r-${minute}`,
        version: minute < 40 ? 'v1' : 'v2',
        site: minute < 40 ? undefined : 'b',
        features: { age: minute === 3 ? null : 20 + minute, region: minute % 3 === 0 ? 'south' : 'north' },
        prediction: `they said ${minute}`,
      }),
    ),
  );
  return api;
}

async function frameOf(api: Awaited<ReturnType<typeof filled>>, query: string) {
  const response = await api.get(`/pipelines/loans/frame?${lastHour}&${query}`);
  expect(response.status).toBe(200);
  const { header, columns } = decodeColumns(await response.arrayBuffer());
  return { header: FrameHeader.parse(header), columns };
}

describe('a frame', () => {
  it('holds several metrics of the same rows', async () => {
    const query = 'metric=input.region&metric=input.age&metric=version&metric=site';

    const { header, columns } = await frameOf(await filled(), query);

    expect(header).toEqual({
      total: 60,
      sampled: false,
      withheld: [],
      metrics: [
        { metric: 'input.region', kind: 'categorical', categories: ['north', 'south'] },
        { metric: 'input.age', kind: 'numeric' },
        { metric: 'version', kind: 'categorical', categories: ['v1', 'v2'] },
        { metric: 'site', kind: 'categorical', categories: ['b'] },
      ],
    });
    const { length } = columns.get('timesMs') ?? [];
    expect(length).toBe(60);
    for (let row = 0; row < 60; row++) {
      const minute = ((columns.get('timesMs')?.[row] ?? 0) - Date.parse(at(60))) / 60_000;
      expect(columns.get('values.1')?.[row]).toEqual(minute === 3 ? NaN : 20 + minute);
      expect(columns.get('codes.0')?.[row]).toBe(minute % 3 === 0 ? 1 : 0);
      expect(columns.get('codes.2')?.[row]).toBe(minute < 40 ? 0 : 1);
      expect(columns.get('codes.3')?.[row]).toBe(minute < 40 ? -1 : 0);
    }
  });

  it('is bounded, and says of how many rows it is a sample', async () => {
    const { header, columns } = await frameOf(await filled(), 'metric=input.age&limit=10');

    expect(header).toMatchObject({ total: 60, sampled: true });
    expect(columns.get('values.0')).toHaveLength(10);
  });

  it('is of a segment where one is named', async () => {
    const { header, columns } = await frameOf(
      await filled(),
      'metric=input.age&seg=input.region:south&version=v2',
    );

    expect(header.total).toBe(6);
    expect(columns.get('timesMs')).toHaveLength(6);
  });

  it('withholds what is sensitive', async () => {
    const api = await filled({ sensitive: ['input.age'] });

    const { header, columns } = await frameOf(api, 'metric=input.age&metric=input.region');

    expect(header.withheld).toEqual(['input.age']);
    expect(header.metrics.map(({ metric }) => metric)).toEqual(['input.region']);
    expect([...columns.keys()]).toEqual(['timesMs', 'codes.0']);
  });

  it('and the rows of one metric alone are withheld, too', async () => {
    const api = await filled({ sensitive: ['input.age'] });

    const response = await api.get(`/pipelines/loans/rows?${lastHour}&metric=input.age`);

    expect(response.status).toBe(403);
    expect(await response.text()).toMatch(/the values of input.age are sensitive/);
  });

  it.each(['examples?', 'frame?metric=input.region&', 'rows?metric=input.region&'])(
    'of %s cannot be narrowed down to the sensitive number of a row',
    async (path) => {
      const api = await filled({ sensitive: ['input.age'] });

      const response = await api.get(`/pipelines/loans/${path}${lastHour}&seg=input.age~40~41`);

      expect(response.status).toBe(403);
    },
  );

  it('answers 404 for a metric that there is not', async () => {
    const response = await (await filled()).get(`/pipelines/loans/frame?${lastHour}&metric=input.nothing`);

    expect(response.status).toBe(404);
  });
});

describe('examples', () => {
  const list = async (api: Awaited<ReturnType<typeof filled>>, query = '') => {
    const response = await api.get(`/pipelines/loans/examples?${lastHour}${query}`);
    expect(response.status).toBe(200);
    return { text: await response.clone().text(), ...Examples.parse(await response.json()) };
  };

  it('are the latest rows, with the metrics asked for', async () => {
    const { items, keepsText } = await list(await filled(), '&metric=input.age&metric=input.region&limit=2');

    expect(keepsText).toBe(false);
    expect(items).toEqual([
      {
        time: at(1),
        requestId: 'r-59',
        version: 'v2',
        site: 'b',
        values: { 'input.age': 79, 'input.region': 'north' },
        text: null,
      },
      {
        time: at(2),
        requestId: 'r-58',
        version: 'v2',
        site: 'b',
        values: { 'input.age': 78, 'input.region': 'north' },
        text: null,
      },
    ]);
  });

  it('show text only where it is kept', async () => {
    const { items } = await list(await filled({ keepsText: true }));

    expect(items[0]?.text).toBe('they said 59');
    expect(items).toHaveLength(50);
  });

  it('never hold what is sensitive, whoever asks', async () => {
    const sensitive = ['input.region', 'output.text'];
    const api = await filled({ keepsText: true, sensitive });

    const all = await list(api);
    const asked = await list(api, '&metric=input.region&order=sample');

    expect(all.sensitive).toEqual(sensitive);
    expect(all.text + asked.text).not.toMatch(/south|north|they said/);
    expect(all.items[0]?.values).toHaveProperty('input.age');
  });

  it('are the same random ones each time when a sample is asked for', async () => {
    const api = await filled();

    const first = await list(api, '&order=sample&limit=20');

    expect(await list(api, '&order=sample&limit=20')).toEqual(first);
    expect(first.items.map(({ time }) => time)).not.toEqual(
      first.items.map(({ time }) => time).toSorted((a, b) => b.localeCompare(a)),
    );
  });
});
