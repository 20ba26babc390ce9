import { describe, expect, it } from 'vitest';
import { RuleDefinition, type Rule, type RuleVersion } from '#contract/rule.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const path = '/pipelines/loans/rules';

describe('a rule', () => {
  it('is made as version 1, with its audit entry', async () => {
    const api = await loans();

    const { status, body } = await api.send('POST', path, { rule: latency, reason: 'new SLO' });

    const rule = { ...RuleDefinition.parse(latency), id: 'id-1', pipeline: 'loans', version: 1 };
    expect({ status, body }).toEqual({ status: 200, body: rule });
    expect((await api.read(path)).items).toEqual([rule]);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({
      actor: 'local',
      action: 'rule.created',
      subject: 'loans/slow',
      reason: 'new SLO',
      before: null,
      after: rule,
    });
  });

  it('keeps every version that it ever had', async () => {
    const api = await loans();
    const { id } = await api.make(latency);
    const raised = { ...latency, levels: { critical: { ...level, threshold: 900 } } };

    await api.send('PUT', `${path}/${id}`, { rule: raised, fromVersion: 1, reason: 'too noisy' });
    await api.send('POST', `${path}/${id}/pause`, { fromVersion: 2, reason: 'maintenance' });
    await api.send('POST', `${path}/${id}/resume`, { fromVersion: 3, reason: 'done' });
    const gone = await api.send('POST', `${path}/${id}/delete`, { fromVersion: 4, reason: 'not needed' });

    expect(gone.body).toMatchObject({ version: 4, state: 'active' });
    expect((await api.read(path)).items).toEqual([]);
    const { items } = await api.read<{ items: RuleVersion[] }>(`${path}/${id}/versions`);
    expect(
      items.map(({ version, change, reason, createdBy }) => [version, change, reason, createdBy]),
    ).toEqual([
      [5, 'deleted', 'not needed', 'local'],
      [4, 'resumed', 'done', 'local'],
      [3, 'paused', 'maintenance', 'local'],
      [2, 'edited', 'too noisy', 'local'],
      [1, 'created', '', 'local'],
    ]);
    expect(items[3]?.rule.levels.critical?.threshold).toBe(900);
    expect(items[4]?.rule.levels.critical?.threshold).toBe(800);
  });

  it('is not changed from a version that is no longer in force', async () => {
    const api = await loans();
    const { id } = await api.make(latency);
    const change = { rule: { ...latency, owner: 'ann' }, fromVersion: 1, reason: 'owner' };
    await api.send('PUT', `${path}/${id}`, change);

    const { status, body } = await api.send('PUT', `${path}/${id}`, change);

    expect(status).toBe(409);
    expect(body).toMatchObject({ detail: expect.stringContaining('at version 2') as string });
  });

  it.each([
    [
      'in a stage that the pipeline has not',
      { scope: { stage: 'scores' } },
      'loans has no stage scores; it has score',
    ],
    ['without a stage', { scope: {} }, 'say which stage'],
    [
      'of a metric that the stage has not',
      { condition: { ...p95, metrics: ['age'] } },
      'score has no metric age; did you mean input.age?',
    ],
    [
      'that asks a name for its quantile',
      { condition: { ...p95, metrics: ['status'] } },
      'status is categorical, and p95 needs a numeric one',
    ],
    [
      'of a share without a category',
      { condition: { ...p95, metrics: ['status'], statistic: 'share' } },
      'say of which category',
    ],
    [
      'whose recovery lies beyond its threshold',
      { levels: { critical: { ...level, recover: 801 } } },
      '801 lies beyond the threshold 800',
    ],
    [
      'that pages before it warns',
      { levels: { critical: level, warning: { ...level, threshold: 850, recover: null } } },
      "800 is reached before the warning's 850",
    ],
    [
      'of a band watched below',
      {
        direction: 'below',
        condition: { ...p95, kind: 'band', weeks: 2, sides: 'both' },
        levels: { warning: { ...level, threshold: 3 } },
      },
      'grows with the trouble',
    ],
    [
      'that is compared with a time that overlaps it',
      { condition: { ...p95, kind: 'change', agoSeconds: 60, as: 'ratio' } },
      'must not overlap',
    ],
  ])('%s is refused, and says why', async (_, change, words) => {
    const api = await loans();

    const { status, body } = await api.send('POST', path, { rule: { ...latency, ...change } });

    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: expect.stringContaining(words) as string });
    expect((await api.read(path)).items).toEqual([]);
  });

  it('has a name of its own in its pipeline', async () => {
    const api = await loans();
    await api.make(latency);

    const { status } = await api.send('POST', path, { rule: latency });

    expect(status).toBe(409);
  });

  it('is not found in another pipeline', async () => {
    const api = await loans();
    const { id } = await api.make(latency);

    expect((await api.app.request(`/api/v1/pipelines/mail/rules/${id}`)).status).toBe(404);
  });
});

describe('a composite', () => {
  const composite = (name: string, ...rules: string[]) => ({
    ...latency,
    name,
    scope: {},
    condition: {
      kind: 'composite',
      rules: rules.map((rule) => ({ rule, severity: 'warning' })),
      stale: 'noData',
    },
    levels: { critical: { threshold: 2, forSlots: 0, keepSlots: 0 } },
  });

  it('names rules that there are', async () => {
    const api = await loans();
    await api.make(latency);

    const { status, body } = await api.send('POST', path, { rule: composite('both', 'slow', 'wrong') });

    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: expect.stringContaining('there is no rule wrong') as string });
  });

  it('does not come back to itself', async () => {
    const api = await loans();
    for (const name of ['slow', 'wrong']) await api.make({ ...latency, name });
    const first = await api.make(composite('first', 'slow', 'wrong'));
    await api.make(composite('second', 'first', 'wrong'));

    const change = { rule: composite('first', 'slow', 'second'), fromVersion: 1, reason: 'wider' };
    const { status, body } = await api.send('PUT', `${path}/${first.id}`, change);

    expect(status).toBe(422);
    expect(body).toMatchObject({
      detail: expect.stringContaining('first → second → first is a circle') as string,
    });
  });

  it('is two levels deep at most', async () => {
    const api = await loans();
    for (const name of ['slow', 'wrong']) await api.make({ ...latency, name });
    await api.make(composite('first', 'slow', 'wrong'));
    await api.make(composite('second', 'first', 'wrong'));

    const { status } = await api.send('POST', path, { rule: composite('third', 'second', 'slow') });

    expect(status).toBe(422);
  });

  it('keeps the rules that it names from being deleted or renamed', async () => {
    const api = await loans();
    const slow = await api.make(latency);
    await api.make({ ...latency, name: 'wrong' });
    await api.make(composite('both', 'slow', 'wrong'));

    const gone = await api.send('POST', `${path}/${slow.id}/delete`, { fromVersion: 1, reason: 'old' });
    const renamed = { rule: { ...latency, name: 'slower' }, fromVersion: 1, reason: 'name' };

    expect(gone.body).toMatchObject({ status: 422, detail: 'slow is part of both: take it out there first' });
    expect((await api.send('PUT', `${path}/${slow.id}`, renamed)).status).toBe(422);
  });
});

describe('a file of rules', () => {
  it('is taken back as it was given out, and changes nothing', async () => {
    const api = await loans();
    await api.make(latency);
    await api.make({ ...latency, name: 'wrong', labels: { team: 'risk: "a"' }, description: 'two\nlines' });
    const file = await (await api.app.request(`/api/v1${path}.yaml`)).text();

    const { status, body } = await api.importFile(file);

    expect({ status, body }).toEqual({
      status: 200,
      body: { created: [], changed: [], unchanged: ['slow', 'wrong'] },
    });
  });

  it('makes what is new and new versions of what it changes, and leaves the rest', async () => {
    const api = await loans();
    await api.make(latency);
    await api.make({ ...latency, name: 'kept' });
    const file = {
      pipeline: 'loans',
      rules: [
        { ...latency, owner: 'ann' },
        { ...latency, name: 'new' },
      ],
    };

    const { body } = await api.importFile(JSON.stringify(file));

    expect(body).toEqual({ created: ['new'], changed: ['slow'], unchanged: [] });
    const { items } = await api.read<{ items: Rule[] }>(path);
    expect(items.map(({ name, version }) => [name, version])).toEqual([
      ['kept', 1],
      ['new', 1],
      ['slow', 2],
    ]);
  });

  it('with one wrong rule makes none', async () => {
    const api = await loans();
    const wrong = { ...latency, name: 'wrong', scope: { stage: 'nowhere' } };
    const file = { pipeline: 'loans', rules: [latency, wrong] };

    const { status } = await api.importFile(JSON.stringify(file));

    expect(status).toBe(422);
    expect((await api.read(path)).items).toEqual([]);
  });

  it.each([
    ['of another pipeline', 'pipeline: mail\nrules: []', 'not of loans'],
    ['that is no YAML', 'pipeline: [loans', 'no YAML'],
    [
      'that grows out of a few lines',
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: &c [${'*b,'.repeat(50)}]\npipeline: loans\nrules: *c`,
      'no YAML',
    ],
  ])('%s is refused', async (_, text, words) => {
    const api = await loans();

    const { status, body } = await api.importFile(text);

    expect(status).toBe(400);
    expect(body).toMatchObject({ detail: expect.stringContaining(words) as string });
  });
});

const level = { threshold: 800, recover: 700, forSlots: 3, keepSlots: 5 };
const p95 = { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 };
const latency = {
  name: 'slow',
  scope: { stage: 'score' },
  condition: p95,
  levels: { critical: level },
  everySeconds: 60,
  noData: { policy: 'alert', afterSlots: 3 },
};

/** An API with one stage that has received a row. */
async function loans() {
  const { app, ports, post } = memoryApp();
  await post('/predictions', [prediction(1, { features: { age: 40 }, latencyMs: 5 })]);
  await ports.ingest.settled();
  const send = async (method: string, to: string, content: unknown) => {
    const response = await app.request(`/api/v1${to}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(content),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    app,
    ports,
    send,
    make: async (rule: unknown) => (await send('POST', path, { rule })).body as Rule,
    read: async <T = { items: unknown[] }>(from: string) =>
      (await (await app.request(`/api/v1${from}`)).json()) as T,
    async importFile(text: string) {
      const response = await app.request(`/api/v1${path}.yaml`, {
        method: 'POST',
        headers: { 'content-type': 'application/yaml' },
        body: text,
      });
      return { status: response.status, body: (await response.json()) as unknown };
    },
  };
}

it('was made at the time of the app', async () => {
  const api = await loans();
  const { id } = await api.make(latency);

  const { items } = await api.read<{ items: RuleVersion[] }>(`${path}/${id}/versions`);

  expect(items[0]?.createdAt).toBe(now.toISOString());
});
