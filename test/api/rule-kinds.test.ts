import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import type { StoredAlert } from '#api/alert-store.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import type { Rule } from '#contract/rule.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEK_MINUTES = 7 * 24 * 60;
const TROUBLE_MINUTES = 30;

const mean = { metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 300 };
const burning = {
  kind: 'burnRate',
  objective: 0.99,
  windows: [{ longSeconds: 1_800, shortSeconds: 300, factor: 2 }],
  leastBad: 5,
};

/** Each fires on rows that are dear, failed, of an unseen colour, of another version, of no site and wrong. */
const rules: { name: string; condition: object; threshold: number; scope?: object; more?: object }[] = [
  { name: 'metric', condition: { kind: 'metric', ...mean }, threshold: 500 },
  {
    name: 'change',
    condition: { kind: 'change', ...mean, agoSeconds: 3_600, as: 'ratio' },
    threshold: 1,
  },
  { name: 'band', condition: { kind: 'band', ...mean, weeks: 2, sides: 'upper' }, threshold: 4 },
  {
    name: 'shift',
    condition: { kind: 'shift', ...mean, baselineSlots: 60, slots: 6, slack: 0.5, sides: 'upper' },
    threshold: 8,
  },
  {
    name: 'drift',
    condition: {
      kind: 'drift',
      metrics: ['input.colour', 'latencyMs'],
      method: 'jensenShannon',
      windowSeconds: 1_800,
      level: 0.01,
    },
    threshold: 0.3,
  },
  {
    name: 'stageDrift',
    condition: {
      kind: 'stageDrift',
      group: 'input',
      method: 'jensenShannon',
      windowSeconds: 1_800,
      naming: 'benjaminiHochberg',
    },
    threshold: 0,
    more: { budget: { perWeek: 1 } },
  },
  {
    name: 'newCategory',
    condition: { kind: 'newCategory', metrics: ['input.colour'], windowSeconds: 1_800, level: 0.01 },
    threshold: 0.5,
  },
  {
    name: 'quality',
    condition: {
      kind: 'quality',
      measure: 'accuracy',
      basis: 'measured',
      windowSeconds: 1_800,
      leastRows: 20,
    },
    threshold: 0.5,
    more: { direction: 'below' },
  },
  {
    name: 'labelDelay',
    condition: { kind: 'labelDelay', measure: 'silence', windowSeconds: 3_600 },
    threshold: 900,
  },
  {
    name: 'siteSilent',
    condition: { kind: 'siteSilent', windowSeconds: 7_200 },
    threshold: 900,
    scope: {},
  },
  {
    name: 'burnRate of answers',
    condition: { ...burning, metric: 'status', goodCategory: 'ok' },
    threshold: 1,
  },
  {
    name: 'burnRate of latency',
    condition: { ...burning, metric: 'latencyMs', goodUpTo: 300 },
    threshold: 1,
  },
  {
    name: 'composite',
    condition: {
      kind: 'composite',
      rules: [
        { rule: 'metric', severity: 'warning' },
        { rule: 'change', severity: 'warning' },
      ],
      stale: 'hold',
    },
    threshold: 2,
    scope: {},
  },
  {
    name: 'each version',
    condition: { kind: 'metric', ...mean, windowSeconds: 1_800 },
    threshold: 500,
    scope: { stage: 'score', eachVersion: true },
  },
];

describe('from raw rows to an alert, with no page open', () => {
  let alerts: StoredAlert[];
  beforeAll(async () => {
    alerts = await alertsAfterTrouble();
  });

  it.each(rules)('comes a rule of kind $name', ({ name }) => {
    const fired = alerts.filter(({ rule, kind, state }) => {
      return rule.name === name && kind === 'rule' && state.condition === 'firing';
    });

    expect(fired.map(({ state }) => state.episode)).toContain(1);
  });

  it('comes a rule of each version for the one that is in trouble alone', () => {
    const own = alerts.filter(({ rule, kind }) => rule.name === 'each version' && kind === 'rule');

    expect(own.map(({ version, state }) => `${version} ${state.condition}`).sort()).toEqual([
      'v1 ok',
      'v2 firing',
    ]);
  });

  it('comes a late run of a batch pipeline', () => {
    const late = alerts.find(({ rule }) => rule.name === 'runLate');

    expect(late?.state).toMatchObject({ condition: 'firing', severity: 'warning' });
  });
});

async function alertsAfterTrouble(): Promise<StoredAlert[]> {
  const server = await openServer();
  await server.send('POST', '/predictions', [...usualRows(), ...troubledRows()]);
  await server.send('POST', '/labels', labels());
  await server.send('PUT', '/pipelines/nightly', {
    kind: 'batch',
    schedule: { everyMinutes: 60, graceMinutes: 5 },
    stages: [{ name: 'score' }],
  });
  await server.send(
    'POST',
    '/predictions',
    [290, 230, 170].map((minutes) => row(minutes, minutes, { pipeline: 'nightly' })),
  );
  server.setMinute(TROUBLE_MINUTES);
  for (const { name, condition, threshold, scope = { stage: 'score' }, more } of rules) {
    await server.makeRule('loans', { name, scope, condition, ...levels(threshold), ...more });
  }
  const runLate = { name: 'runLate', scope: {}, condition: { kind: 'runLate' }, ...levels(600) };
  await server.makeRule('nightly', runLate);
  await evaluateDueRules(server.ports);
  return server.ports.control.listAlerts({});
}

function levels(threshold: number) {
  return { levels: { warning: { threshold, recover: null, forSlots: 0, keepSlots: 0 } } };
}

/** A row a minute for eight hours, and in this hour of the two weeks before; the first hours of all were long ago. */
function usualRows(): object[] {
  const minutes = [
    ...Array.from({ length: 600 }, (_, index) => 3 * WEEK_MINUTES + 600 - index),
    ...Array.from({ length: 60 }, (_, index) => 2 * WEEK_MINUTES - index - 0.5),
    ...Array.from({ length: 60 }, (_, index) => WEEK_MINUTES - index - 0.5),
    ...Array.from({ length: 480 }, (_, index) => 480 - index - 0.5),
  ];
  return minutes.map((ago, index) => {
    const answer = index % 2 === 0 ? 'yes' : 'no';
    return row(ago, index, {
      latencyMs: 100 + ((index * 7_919) % 23),
      status: 'ok',
      version: 'v1',
      site: 'plant',
      features: { colour: ['red', 'green', 'blue'][index % 3] },
      prediction: answer,
    });
  });
}

function troubledRows(): object[] {
  return Array.from({ length: TROUBLE_MINUTES * 6 }, (_, index) =>
    row(-(index + 0.5) / 6, 10_000 + index, {
      latencyMs: 900 + ((index * 7_919) % 23),
      status: 'error',
      version: 'v2',
      features: { colour: 'mauve' },
      prediction: 'yes',
    }),
  );
}

function row(minutesAgo: number, index: number, record: Record<string, unknown>): object {
  const made = prediction(minutesAgo, { requestId: `r-${index}`, ...record });
  return { ...made, receivedAt: made.time };
}

/** Right for what was usual, wrong in the trouble, and all of them in before it began. */
function labels(): object[] {
  const label = (index: number, value: string) => ({
    pipeline: 'loans',
    stage: 'score',
    requestId: `r-${index}`,
    value,
    time: now.toISOString(),
    receivedAt: now.toISOString(),
  });
  return [
    ...Array.from({ length: 1_200 }, (_, index) => label(index, index % 2 === 0 ? 'yes' : 'no')),
    ...Array.from({ length: TROUBLE_MINUTES * 6 }, (_, index) => label(10_000 + index, 'no')),
  ];
}

async function openServer() {
  let currentMs = now.getTime() + TROUBLE_MINUTES * MINUTE_MS;
  const ports = {
    ...memoryApp().ports,
    control: createMemoryControlStore({ currentTime: () => currentMs }),
    now: () => new Date(currentMs),
  };
  const app = createApp(ports);
  const send = async (method: string, path: string, body: unknown) => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as unknown;
  };
  return {
    ports,
    send,
    setMinute(minute: number) {
      currentMs = now.getTime() + minute * MINUTE_MS;
    },
    makeRule: (pipeline: string, rule: object) =>
      send('POST', `/pipelines/${pipeline}/rules`, {
        rule: {
          everySeconds: 300,
          noData: { policy: 'keep', afterSlots: 3 },
          queryOffsetSeconds: 0,
          ...rule,
        },
      }) as Promise<Rule>,
  };
}

describe('a slot', () => {
  const watch = {
    name: 'metric',
    scope: { stage: 'score' },
    condition: { kind: 'metric', ...mean, statistic: 'count' },
    ...levels(1e6),
  };
  const window = { fromMs: now.getTime() - 10 * HOUR_MS, toMs: now.getTime() + 10 * HOUR_MS };

  it('waits for late rows as long as 99 % of them were seen to take', async () => {
    const server = await openServer();
    const delayed = Array.from({ length: 200 }, (_, index) => {
      const time = now.getTime() - (200 - index) * MINUTE_MS;
      return {
        ...prediction(0, { latencyMs: 1 }),
        time: new Date(time).toISOString(),
        receivedAt: new Date(time + 10 * MINUTE_MS).toISOString(),
      };
    });
    await server.send('POST', '/predictions', delayed);
    const rule = await server.makeRule('loans', { ...watch, queryOffsetSeconds: null });

    await evaluateDueRules(server.ports);

    const [newest] = await server.ports.control.listRuleSlots(rule.id, window, 1);
    const waitedMs = Date.parse(newest?.endsAt ?? '') - Date.parse(newest?.readTo ?? '');
    expect(waitedMs).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    expect(waitedMs).toBeLessThanOrEqual(12 * MINUTE_MS);
  });

  it('that an outage held up is marked as late, and one before the rule was made as looked back at', async () => {
    const server = await openServer();
    await server.send('POST', '/predictions', [prediction(1, { latencyMs: 1 })]);
    const rule = await server.makeRule('loans', watch);
    await evaluateDueRules(server.ports);
    server.setMinute(TROUBLE_MINUTES + 5);
    await evaluateDueRules(server.ports);
    server.setMinute(TROUBLE_MINUTES + 15);
    await evaluateDueRules(server.ports);

    const slots = await server.ports.control.listRuleSlots(rule.id, window, 5);

    expect(slots.map(({ timing }) => timing)).toEqual(['inTime', 'late', 'inTime', 'inTime', 'lookBack']);
    expect(slots[1]?.evaluatedAt).toBe(new Date(now.getTime() + 45 * MINUTE_MS).toISOString());
  });
});
