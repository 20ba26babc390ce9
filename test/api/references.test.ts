import { describe, expect, it } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { RowsHeader } from '#contract/histograms.ts';
import { MetricComparison, Reference, ReferenceWarning } from '#contract/reference.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { memoryApp, now, prediction } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

/** `size` ages about a mean, one a minute before now; from `moved` minutes before now on they are 15 higher. */
async function filled({ size = 1200, moved = 0, version = (_minutes: number): string => 'v1' } = {}) {
  const api = memoryApp();
  const draw = mulberry32(7);
  const rows = Array.from({ length: size }, (_, index) => {
    const minutes = size - index;
    const age = 40 + 5 * normal(draw) + (minutes <= moved ? 15 : 0);
    return prediction(minutes, {
      version: version(minutes),
      features: { age, region: index % 2 ? 'north' : 'south' },
    });
  });
  await api.post('/predictions', rows);
  return api;
}

async function createFrom(api: ReturnType<typeof memoryApp>, name: string, from: number, to: number) {
  const response = await api.post('/pipelines/loans/references', {
    stage: 'score',
    name,
    from: at(from),
    to: at(to),
  });
  return Reference.parse(await response.json());
}

async function upload(
  api: ReturnType<typeof memoryApp>,
  records: unknown,
  query = 'stage=score&name=training',
) {
  return api.post(`/pipelines/loans/reference-uploads?${query}`, records);
}

async function warningsOf(api: ReturnType<typeof memoryApp>, id: string) {
  const response = await api.get(`/pipelines/loans/references/${id}/warnings`);
  const { items } = (await response.json()) as { items: unknown[] };
  return items.map((item) => ReferenceWarning.parse(item));
}

async function comparison(api: ReturnType<typeof memoryApp>, id: string, other: string) {
  const response = await api.get(`/pipelines/loans/references/${id}/comparison?other=${other}`);
  const { items } = (await response.json()) as { items: unknown[] };
  return items.map((item) => MetricComparison.parse(item));
}

const training = Array.from({ length: 200 }, (_, index) => ({
  features: { age: index < 10 ? null : 55 + (index % 7), region: 'north' },
  prediction: 'yes',
}));

describe('a reference from rows that are not in the log', () => {
  it('is frozen with their bins, and adds nothing to the stage', async () => {
    const api = await filled();

    const reference = Reference.parse(
      await (await upload(api, training, 'stage=score&name=training&modelVersion=v3')).json(),
    );

    expect(reference).toMatchObject({
      name: 'training',
      version: 1,
      rows: 200,
      source: 'upload',
      modelVersion: 'v3',
      automatic: false,
    });
    const { items } = (await (await api.get('/pipelines')).json()) as { items: { rows: number }[] };
    expect(items[0]?.rows).toBe(1200);
  });

  it('hands out its rows to exact tests, its missing values counted', async () => {
    const api = await filled();
    const { id, from, to } = Reference.parse(await (await upload(api, training)).json());

    const query = `stage=score&metric=input.age&role=reference&version=${id}&from=${from}&to=${to}`;
    const { header, columns } = decodeColumns(
      await (await api.get(`/pipelines/loans/rows?${query}`)).arrayBuffer(),
    );

    expect(RowsHeader.parse(header)).toMatchObject({ total: 190, missing: 10, sampled: false });
    expect(columns.get('values')).toHaveLength(190);
  });

  it('is refused whole for one bad row, which is named', async () => {
    const api = await filled();

    const response = await upload(api, [...training.slice(0, 2), { features: { age: [1] } }]);

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ index: 2, field: 'features.age' }] });
    expect(await api.ports.control.listReferences('loans')).toEqual([]);
  });
});

describe('the warnings of a reference', () => {
  it('are none for enough rows that stand still', async () => {
    const api = await filled({ size: 2000 });
    expect(await warningsOf(api, (await createFrom(api, 'calm', 2000, 0)).id)).toEqual([]);
  });

  it('say that it is small, and how large its noise is', async () => {
    const api = await filled();
    const { id } = await createFrom(api, 'small', 100, 0);
    expect(await warningsOf(api, id)).toEqual([
      { kind: 'small', text: 'only 100 rows: scores against it are off by about 0.13 from noise alone' },
    ]);
  });

  it('say that it drifts itself, mixes versions and has a hole', async () => {
    const api = await filled({
      size: 2400,
      moved: 1200,
      version: (minutes) => (minutes > 600 ? 'v1' : 'v2'),
    });
    const { id } = await createFrom(api, 'bad', 4800, 0);
    const { id: moved } = await createFrom(api, 'moved', 2400, 0);

    expect((await warningsOf(api, id)).map(({ kind }) => kind)).toEqual(['mixedVersions', 'gap']);
    const [drifting] = await warningsOf(api, moved);
    expect(drifting?.kind).toBe('drifting');
    expect(drifting?.text).toMatch(
      /^it drifts itself: age differs between its halves \(Jensen–Shannon 0\.\d\d\)$/,
    );
  });
});

describe('a reference that overlaps an incident', () => {
  it('says so, unless it was called noise, a warning, or of another stage', async () => {
    const api = await filled({ size: 2000 });
    const { id } = await createFrom(api, 'calm', 2000, 0);
    const episode = { stage: 'score', fromMs: now.getTime() - 3_600_000, toMs: now.getTime() - 1_800_000 };
    const real = { ...episode, id: 'real' };
    await storeEpisode(api.ports, { ...episode, id: 'elsewhere', stage: 'other' });
    await storeEpisode(api.ports, { ...episode, id: 'minor', state: { severity: 'warning' } });
    expect(await warningsOf(api, id)).toEqual([]);

    await storeEpisode(api.ports, real);

    expect(await warningsOf(api, id)).toEqual([
      { kind: 'incident', text: 'it overlaps an incident: the critical alert psi fired in its time' },
    ]);
    await api.post('/alerts/real/feedback', { episode: 1, verdict: 'noise' });
    expect(await warningsOf(api, id)).toEqual([]);
  });
});

describe('two references', () => {
  it('are compared metric by metric, in the bins of the first', async () => {
    const api = await filled({ size: 2400, moved: 1200 });
    const before = await createFrom(api, 'before', 2400, 1200);
    const after = await createFrom(api, 'after', 1200, 0);

    const [age, region] = await comparison(api, before.id, after.id);

    expect(age).toMatchObject({ metric: 'input.age', verdict: 'drift', n: 1200, m: 1200 });
    expect(region).toMatchObject({ metric: 'input.region', verdict: 'none' });
  });

  it('may both be uploads', async () => {
    const api = await filled();
    const first = Reference.parse(await (await upload(api, training)).json());
    const second = Reference.parse(await (await upload(api, training)).json());

    const compared = await comparison(api, first.id, second.id);

    expect(compared.map(({ metric, verdict, n, m }) => [metric, verdict, n, m])).toEqual([
      ['input.age', 'none', 190, 190],
      ['input.region', 'none', 200, 200],
      ['output.null', 'none', 200, 200],
      ['output.prediction', 'none', 200, 200],
    ]);
  });

  it('are of one pipeline', async () => {
    const api = await filled();
    const { id } = await createFrom(api, 'own', 100, 0);
    const response = await api.get(`/pipelines/other/references/${id}/comparison?other=${id}`);
    expect(response.status).toBe(404);
  });
});
