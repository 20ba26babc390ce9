import { describe, expect, it } from 'vitest';
import { Bands } from '#contract/bands.ts';
import { decodeColumns } from '#contract/columns.ts';
import { Health } from '#contract/health.ts';
import { HistogramsHeader, RowsHeader } from '#contract/histograms.ts';
import { PipelineEvent } from '#contract/event.ts';
import { Catalogue, Overview, Pipeline } from '#contract/pipeline.ts';
import { Reference } from '#contract/reference.ts';
import { RepeatedOutputs } from '#contract/repeated-outputs.ts';
import { Series } from '#contract/series.ts';
import { memoryApp, now, prediction } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const lastHour = `stage=score&from=${at(60)}&to=${at(0)}`;

/** Ages 20…79 one a minute, the region south from minute 30 on, one null age. */
async function filled() {
  const api = memoryApp();
  const rows = Array.from({ length: 60 }, (_, minute) =>
    prediction(60 - minute, {
      requestId: `r-${minute}`,
      version: minute < 40 ? 'v1' : 'v2',
      latencyMs: 100 + minute,
      status: minute === 7 ? 'timeout' : 'ok',
      features: { age: minute === 3 ? null : 20 + minute, region: minute < 30 ? 'north' : 'south' },
      prediction: minute % 4 === 0 ? null : 'yes',
    }),
  );
  await api.post('/predictions', rows);
  return api;
}

async function columnsOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/vnd.anchorwatch.columns');
  return decodeColumns(await response.arrayBuffer());
}

describe('pipelines', () => {
  it('are found in the log without any set-up', async () => {
    const api = await filled();

    const { items } = (await (await api.get('/pipelines')).json()) as { items: unknown[] };

    expect(items.map((item) => Pipeline.parse(item))).toEqual([
      {
        name: 'loans',
        kind: 'realtime',
        sample: false,
        stages: [{ name: 'score', rows: 60, firstSeen: at(60), lastSeen: at(1) }],
        edges: [],
        rows: 60,
        firstSeen: at(60),
        lastSeen: at(1),
        defaultRange: { from: '-6h', to: 'now' },
      },
    ]);
  });

  it('that fell silent long ago show all they have', async () => {
    const api = memoryApp();
    await api.post('/predictions', [prediction(500_000), prediction(400_000)]);

    const { items } = (await (await api.get('/pipelines')).json()) as { items: unknown[] };

    expect(Pipeline.parse(items[0]).defaultRange).toEqual({ from: at(500_000), to: at(399_999) });
  });

  it('keep the order of the flow that was declared', async () => {
    const api = await filled();
    const definition = {
      stages: [{ name: 'intake' }, { name: 'score', latencyTargetMs: 150 }],
      edges: [{ from: 'intake', to: 'score' }],
    };

    const response = await api.app.request('/api/v1/pipelines/loans', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(definition),
    });

    const pipeline = Pipeline.parse(await response.json());
    expect(pipeline.stages.map(({ name, rows }) => [name, rows])).toEqual([
      ['intake', 0],
      ['score', 60],
    ]);
    expect(await api.ports.control.listAudit(1)).toMatchObject([
      { action: 'pipeline.put', subject: 'loans' },
    ]);
  });

  it('refuse an edge to a stage that is not declared', async () => {
    const response = await memoryApp().app.request('/api/v1/pipelines/loans', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ edges: [{ from: 'a', to: 'b' }] }),
    });

    expect(response.status).toBe(422);
  });

  it('list the metrics of each stage by group', async () => {
    const api = await filled();

    const { stages } = Catalogue.parse(await (await api.get('/pipelines/loans/metrics')).json());

    expect(stages[0]?.metrics.map(({ id, group, kind, rows }) => [id, group, kind, rows])).toEqual([
      ['arrivalDelaySeconds', 'software', 'numeric', 60],
      ['input.age', 'input', 'numeric', 59],
      ['input.region', 'input', 'categorical', 60],
      ['latencyMs', 'software', 'numeric', 60],
      ['output.null', 'output', 'categorical', 60],
      ['output.prediction', 'output', 'categorical', 45],
      ['status', 'software', 'categorical', 60],
    ]);
  });

  it('answer 404 with a problem document for an unknown one', async () => {
    const response = await memoryApp().get(`/pipelines/none/overview?from=${at(60)}&to=${at(0)}`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: 'there is no pipeline none' });
  });

  it('sum up each stage in headline figures', async () => {
    const api = await filled();

    const overview = Overview.parse(
      await (await api.get(`/pipelines/loans/overview?from=${at(60)}&to=${at(0)}`)).json(),
    );

    expect(overview.stages).toEqual([
      {
        stage: 'score',
        rows: 60,
        ratePerSecond: 60 / 3600,
        latencyP95Ms: expect.closeTo(156, -0.5), // rank 57 of 100…159, to the width of a bucket
        errorShare: 1 / 60,
        nullShare: 15 / 60,
        lastSeen: at(1),
        versions: [
          { version: 'v1', role: 'live', rows: 40, share: 40 / 60 },
          { version: 'v2', role: 'live', rows: 20, share: 20 / 60 },
        ],
        alerts: [],
      },
    ]);
  });

  it('name the alerts that were open at the end of the window, critical first', async () => {
    const api = await filled();
    const ago = (minutes: number) => now.getTime() - minutes * 60_000;
    const stage = 'score';
    await storeEpisode(api.ports, { id: 'warn', stage, fromMs: ago(40), state: { severity: 'warning' } });
    await storeEpisode(api.ports, { id: 'page', stage, fromMs: ago(30) });
    await storeEpisode(api.ports, { id: 'over', stage, fromMs: ago(50), toMs: ago(10) });
    const namesAt = async (minutes: number) => {
      const answer = await api.get(`/pipelines/loans/overview?from=${at(60)}&to=${at(minutes)}`);
      return Overview.parse(await answer.json()).stages[0]?.alerts.map(({ id }) => id);
    };

    expect(await namesAt(-1)).toEqual(['page', 'warn']);
    expect(await namesAt(35)).toEqual(['over', 'warn']);
    expect(await namesAt(55)).toEqual([]);
  });

  it('give the headline figures by slot, with empty slots in their place', async () => {
    const api = await filled();

    const health = Health.parse(
      await (await api.get(`/pipelines/loans/health?from=${at(120)}&to=${at(0)}&step=3600`)).json(),
    );

    expect(health).toMatchObject({
      stepSeconds: 3600,
      slotsMs: [now.getTime() - 7_200_000, now.getTime() - 3_600_000],
      stages: [
        {
          stage: 'score',
          rows: [0, 60],
          latencyP95Ms: [null, expect.closeTo(156, -0.5)],
          errorShare: [null, 1 / 60],
          nullShare: [null, 15 / 60],
        },
      ],
    });
  });

  it('tell when a version appeared and took over', async () => {
    const api = await filled();

    const { items } = (await (
      await api.get(`/pipelines/loans/events?from=${at(60)}&to=${at(0)}`)
    ).json()) as { items: unknown[] };

    expect(
      items.map((item) => PipelineEvent.parse(item)).map(({ time, kind, version }) => [time, kind, version]),
    ).toEqual([
      [at(20), 'versionFirstSeen', 'v2'],
      [at(20), 'versionTookOver', 'v2'],
    ]);
  });
});

describe('series', () => {
  it('give the statistics of each metric by slot', async () => {
    const api = await filled();

    const series = Series.parse(
      await (
        await api.get(`/pipelines/loans/series?${lastHour}&step=1800&metric=input.age&metric=input.region`)
      ).json(),
    );

    expect(series.slotsMs).toEqual([now.getTime() - 3_600_000, now.getTime() - 1_800_000]);
    expect(series.rows).toEqual([30, 30]);
    const column = (metric: string, statistic: string, category?: string) =>
      series.columns.find((c) => c.metric === metric && c.statistic === statistic && c.category === category)
        ?.values;
    expect(column('input.age', 'count')).toEqual([29, 30]);
    expect(column('input.age', 'missingShare')).toEqual([expect.closeTo(1 / 30, 10), 0]);
    expect(column('input.age', 'mean')).toEqual(
      [(34.5 * 30 - 23) / 29, 64.5].map((mean) => expect.closeTo(mean, 9)),
    );
    expect(column('input.region', 'share', 'south')).toEqual([0, 1]);
    expect(column('input.region', 'share', 'north')).toEqual([1, 0]);
  });

  it('give only the slots that changed since the cursor, late rows among them', async () => {
    const api = await filled();
    const first = Series.parse(
      await (await api.get(`/pipelines/loans/series?${lastHour}&step=60&group=input`)).json(),
    );

    await api.post('/predictions', [prediction(50, { features: { age: 90 } })]);
    const next = Series.parse(
      await (
        await api.get(`/pipelines/loans/series?${lastHour}&step=60&group=input&since=${first.cursor}`)
      ).json(),
    );

    expect(next.slotsMs).toEqual([now.getTime() - 50 * 60_000]);
    expect(next.rows).toEqual([2]);
  });

  it('tell the share of rows that came more than five minutes after their time', async () => {
    const api = memoryApp();
    const arrived = (minutes: number, lateSeconds: number) =>
      prediction(minutes, {
        receivedAt: new Date(Date.parse(at(minutes)) + lateSeconds * 1000).toISOString(),
      });
    await api.post('/predictions', [arrived(50, 2), arrived(50, 290), arrived(50, 310), arrived(20, 1)]);

    const { columns } = Series.parse(
      await (await api.get(`/pipelines/loans/series?${lastHour}&step=1800&group=software`)).json(),
    );

    expect(columns.find(({ statistic }) => statistic === 'lateShare')).toEqual({
      metric: 'arrivalDelaySeconds',
      kind: 'numeric',
      statistic: 'lateShare',
      values: [expect.closeTo(1 / 3, 10), 0],
    });
  });

  it.each([
    ['a step that is not whole minutes', 'step=90'],
    ['too many slots', 'step=60&from=2020-01-01T00:00:00Z'],
    ['a range that runs backwards', `step=60&to=${at(120)}`],
    ['no stage', 'step=60&stage='],
    ['a date that is none', 'step=60&from=yesterday'],
  ])('refuse %s', async (_, query) => {
    const parameters = new URLSearchParams(lastHour);
    for (const [key, value] of new URLSearchParams(query)) parameters.set(key, value);

    const response = await memoryApp().get(`/pipelines/loans/series?${parameters}`);

    expect(response.status).toBe(400);
  });
});

describe('references', () => {
  it('default to the start of the log, provisional while it is short', async () => {
    const api = await filled();

    const { header } = await columnsOf(await api.get(`/pipelines/loans/histograms?${lastHour}&step=1800`));

    const { reference } = HistogramsHeader.parse(header);
    expect(reference).toMatchObject({
      name: 'start of the log',
      automatic: true,
      provisional: true,
      from: at(60),
    });
    expect(await api.ports.control.listReferences('loans')).toEqual([]);
  });

  it('freeze a window; the same name again is the next version', async () => {
    const api = await filled();
    const request = { stage: 'score', name: 'north', from: at(60), to: at(30) };

    await api.post('/pipelines/loans/references', request);
    const second = Reference.parse(await (await api.post('/pipelines/loans/references', request)).json());

    expect(second).toMatchObject({ version: 2, rows: 30, createdAt: now.toISOString() });
  });

  it('refuse a window without rows', async () => {
    const api = await filled();

    const response = await api.post('/pipelines/loans/references', {
      stage: 'score',
      name: 'x',
      from: at(600),
      to: at(590),
    });

    expect(response.status).toBe(422);
  });
});

describe('what else is read of a stage', () => {
  it('is the share of minutes in which something of it came, of the slot under way only those begun', async () => {
    const api = memoryApp();
    await api.post(
      '/predictions',
      [13, 12, 11, 3, 2].map((minutes) => prediction(minutes)),
    );

    const response = await api.get(
      `/pipelines/loans/series?stage=score&from=${at(20)}&to=${at(-10)}&step=600&group=software`,
    );

    const { columns, slotsMs } = Series.parse(await response.json());
    expect(slotsMs).toEqual([now.getTime() - 20 * 60_000, now.getTime() - 10 * 60_000]);
    expect(columns.find(({ metric }) => metric === 'uptime')?.values).toEqual([0.3, 0.2]);
  });

  it('are the text outputs that came more than once, by fingerprint where no text is kept', async () => {
    const api = memoryApp();
    const say = (minutes: number, text: string) => prediction(minutes, { prediction: text });
    await api.post('/predictions', [
      say(5, 'please turn on the light'),
      say(4, 'please turn on the light'),
      say(3, 'what is the weather like today'),
    ]);

    const response = await api.get(`/pipelines/loans/repeated-outputs?${lastHour}`);

    expect(RepeatedOutputs.parse(await response.json())).toEqual({
      rows: 3,
      distinct: 2,
      items: [
        {
          fingerprint: '#24',
          text: null,
          length: 24,
          rows: 2,
          share: 2 / 3,
          firstSeen: at(5),
          lastSeen: at(4),
        },
      ],
    });
  });
});

describe('bands', () => {
  it('say where nine tenths of the reference lay: of values, of shares by slot, of requests by slot', async () => {
    const api = await filled();
    const request = { stage: 'score', name: 'first half', from: at(60), to: at(20) };
    const reference = Reference.parse(await (await api.post('/pipelines/loans/references', request)).json());

    const response = await api.get(
      `/pipelines/loans/bands?stage=score&step=600&group=input&reference=${reference.id}`,
    );

    const { metrics, ...rest } = Bands.parse(await response.json());
    const ten = 10 / 600; // ten rows in each of the four slots of ten minutes
    expect(rest).toEqual({
      reference,
      stepSeconds: 600,
      requests: { n: 4, p05: ten, p25: ten, p50: ten, p75: ten, p95: ten, p999: ten },
    });
    // 39 ages, 20…59 but 23: ranks ⌈0.05 · 39⌉ = 2, 20 and 38.
    expect(metrics).toEqual([
      { metric: 'input.age', kind: 'numeric', n: 39, p05: 21, p25: 30, p50: 40, p75: 50, p95: 58, p999: 59 },
      {
        metric: 'input.region',
        kind: 'categorical',
        category: 'north',
        n: 4,
        p05: 0,
        p25: 0,
        p50: 1,
        p75: 1,
        p95: 1,
        p999: 1,
      },
      {
        metric: 'input.region',
        kind: 'categorical',
        category: 'south',
        n: 4,
        p05: 0,
        p25: 0,
        p50: 0,
        p75: 0,
        p95: 1,
        p999: 1,
      },
    ]);
  });

  it('of slots need three whole ones', async () => {
    const api = await filled();

    const response = await api.get('/pipelines/loans/bands?stage=score&step=1800');

    const { requests, metrics } = Bands.parse(await response.json());
    expect(requests).toBeNull();
    expect(new Set(metrics.map(({ kind }) => kind))).toEqual(new Set(['numeric']));
  });
});

describe('histograms', () => {
  it('count each slot in the bins of the reference', async () => {
    const api = await filled();
    const request = { stage: 'score', name: 'north', from: at(60), to: at(30) };
    const reference = Reference.parse(await (await api.post('/pipelines/loans/references', request)).json());

    const { header, columns } = await columnsOf(
      await api.get(
        `/pipelines/loans/histograms?${lastHour}&step=1800&group=input&reference=${reference.id}`,
      ),
    );

    const { metrics } = HistogramsHeader.parse(header);
    expect(metrics.map(({ name, labels }) => [name, labels.length])).toEqual([
      ['age', 5], // 29 values: one bin for five
      ['region', 2],
    ]);
    const [age, region] = metrics;
    expect(age?.counts.reduce((sum, count) => sum + count, 0)).toBe(29);
    expect(age?.missing).toBe(1);
    expect(region?.labels).toEqual(['north', 'unseen']);
    expect([...(columns.get('counts.1') ?? [])]).toEqual([30, 0, 0, 30]);
    expect([...(columns.get('missing.0') ?? [])]).toEqual([1, 0]);
    const ages = columns.get('counts.0') as Float64Array;
    expect(Array.from(ages.subarray(0, 5))).toEqual(age?.counts);
    expect([...(columns.get('sums.0') as Float64Array)].reduce((sum, value) => sum + value, 0)).toBeCloseTo(
      49.5 * 60 - 23,
      6,
    );
  });

  it('show a metric that the reference did not know', async () => {
    const api = await filled();
    await api.post('/pipelines/loans/references', {
      stage: 'score',
      name: 'north',
      from: at(60),
      to: at(30),
    });

    await api.post('/predictions', [prediction(5, { features: { fresh: 1 } })]);
    const { header } = await columnsOf(
      await api.get(`/pipelines/loans/histograms?${lastHour}&step=1800&group=input`),
    );

    const fresh = HistogramsHeader.parse(header).metrics.find(({ name }) => name === 'fresh');
    expect(fresh).toMatchObject({ kind: 'numeric', counts: [0, 0], missing: 0 });
  });
});

describe('rows', () => {
  it('hand out the values of a metric, and say how many are missing', async () => {
    const api = await filled();

    const { header, columns } = await columnsOf(
      await api.get(`/pipelines/loans/rows?${lastHour}&metric=input.age`),
    );

    expect(RowsHeader.parse(header)).toEqual({
      metric: 'input.age',
      kind: 'numeric',
      total: 59,
      missing: 1,
      sampled: false,
      categories: [],
    });
    expect(Math.max(...(columns.get('values') ?? []))).toBe(79);
  });

  it('take the same sample each time', async () => {
    const api = await filled();
    const sample = async () => {
      const { header, columns } = await columnsOf(
        await api.get(`/pipelines/loans/rows?${lastHour}&metric=input.age&limit=10`),
      );
      return { header: RowsHeader.parse(header), values: [...(columns.get('values') ?? [])] };
    };

    const first = await sample();

    expect(first.header).toMatchObject({ total: 59, sampled: true });
    expect(first.values).toHaveLength(10);
    expect(await sample()).toEqual(first);
  });
});

it('describes itself in OpenAPI, every route of the contract among it', async () => {
  const { routes } = await import('#contract/routes.ts');

  const document = (await (await memoryApp().get('/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };

  expect(document.openapi).toBe('3.1.0');
  for (const route of Object.values(routes)) expect(document.paths[route.path]).toHaveProperty(route.method);
});

it('answers an unknown path with a problem document', async () => {
  const response = await memoryApp().get('/nothing');

  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ detail: 'there is no GET /api/v1/nothing' });
});
