import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { evaluationHealth } from '#api/services/evaluation/health.ts';
import type { Rule } from '#contract/rule.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const MINUTE_MS = 60_000;

describe('the evaluation of rules', () => {
  it('follows a latency from its first breach to the end of the alert', async () => {
    const server = await watched([slow]);
    await server.rows(0, 10, 100);
    await server.rows(10, 15, 900);
    await server.rows(15, 25, 100);

    await server.evaluateMinutes(25);

    expect(await server.moves()).toEqual([
      { move: 'pending', atMinute: 11 },
      { move: 'fire', atMinute: 12 },
      { move: 'recovering', atMinute: 16 },
      { move: 'resolve', atMinute: 18 },
    ]);
    const [alert] = await server.ports.control.listAlerts({});
    expect(alert).toMatchObject({
      kind: 'rule',
      pipeline: 'loans',
      stage: 'score',
      metric: 'latencyMs',
      labels: { team: 'risk' },
      rule: { name: 'slow', version: 1, thresholds: { critical: 500 } },
      state: { condition: 'ok', episode: 1 },
    });
    expect(await server.messages()).toEqual([
      { kind: 'fire', isLate: false },
      { kind: 'resolve', isLate: false },
    ]);
  });

  it('that leaves its recovery open ends an alert a quarter of the way back to what was usual', async () => {
    const server = await watched([]);
    await server.rows(0, 5, 100);
    server.setMinute(5);
    const open = { ...slow, levels: { critical: { threshold: 500, forSlots: 0, keepSlots: 0 } } };
    const made = (await server.send('POST', '/pipelines/loans/rules', { rule: open })) as Rule;
    await server.rows(5, 6, 900);
    await server.rows(6, 9, 450);
    await server.rows(9, 11, 380);

    await server.evaluateMinutes(11);

    expect(made.usual).toBeCloseTo(100, -1);
    expect(made.levels.critical).toEqual(open.levels.critical);
    expect(await server.moves()).toEqual([
      { move: 'fire', atMinute: 6 },
      { move: 'resolve', atMinute: 10 },
    ]);
    const edited = (await server.send('PUT', `/pipelines/loans/rules/${made.id}`, {
      rule: { ...open, owner: 'ann' },
      fromVersion: 1,
      reason: 'owner',
    })) as Rule;
    expect(edited.usual).toBe(made.usual);
  });

  it('does not let missing rows end an alert, and tells of them', async () => {
    const server = await watched([slow]);
    await server.rows(0, 5, 900);

    await server.evaluateMinutes(12);

    const alerts = await server.ports.control.listAlerts({});
    expect(alerts.map(({ kind, state }) => [kind, state.condition, state.sight])).toEqual([
      ['rule', 'firing', 'noData'],
      ['blind', 'firing', 'seeing'],
    ]);
  });

  it('of a new rule says since when there is trouble, and is not blind before there was anything to see', async () => {
    const server = await watched([slow]);
    await server.rows(0, 20, 900);

    server.setMinute(20);
    await evaluateDueRules(server.ports);

    expect(await server.moves()).toEqual([
      { move: 'pending', atMinute: 1 },
      { move: 'fire', atMinute: 2 },
      { move: 'escalate', atMinute: 12 },
    ]);
    expect(await server.messages()).toEqual([
      { kind: 'fire', isLate: true },
      { kind: 'repage', isLate: false },
    ]);
    expect(await server.ports.control.listAlerts({})).toHaveLength(1);
  });

  it('makes up for an outage slot by slot, and tells of what is long past in messages that leave together', async () => {
    const server = await watched([slow]);
    await server.rows(0, 60, 900);
    await server.rows(60, 100, 100);
    await server.evaluateMinutes(3);

    server.setMinute(100);
    await evaluateDueRules(server.ports);

    const slots = await server.ports.control.listRuleSlots(server.rule('slow').id, server.window, 100);
    expect(slots).toHaveLength(40 + 2 + 40); // of the new rule, which looks back, and after the outage
    expect(await server.moves()).toContainEqual({ move: 'resolve', atMinute: 63 });
    expect(await server.messages()).toContainEqual({ kind: 'resolve', isLate: true });
  });

  it('keeps every slot with what was read in it', async () => {
    const server = await watched([slow]);
    await server.rows(0, 2, 100);

    await server.evaluateMinutes(2);

    const response = await server.get(
      `/pipelines/loans/rules/${server.rule('slow').id}/evaluations?from=${server.at(1)}&to=${server.at(3)}`,
    );
    expect(await response.json()).toMatchObject({
      items: [
        {
          endsAt: server.at(2),
          readTo: server.at(2),
          ruleVersion: 1,
          readings: [{ value: expect.closeTo(100, -1) as number, n: 10 }],
        },
        { endsAt: server.at(1) },
      ],
    });
  });

  it('of two servers each slot is taken by one', async () => {
    const server = await watched([slow]);
    await server.rows(0, 10, 900);
    server.setMinute(10);

    const passes = await Promise.all([evaluateDueRules(server.ports), evaluateDueRules(server.ports)]);

    const taken = passes.reduce((sum, pass) => sum + pass.taken, 0);
    const slots = await server.ports.control.listRuleSlots(server.rule('slow').id, server.window, 100);
    expect(new Set(slots.map(({ slot }) => slot)).size).toBe(slots.length);
    expect(slots).toHaveLength(taken);
    expect((await server.moves()).filter(({ move }) => move === 'fire')).toHaveLength(1);
  });

  it('that fails is told by its health and a blind alert, and leaves other rules alone', async () => {
    const broken = {
      ...slow,
      name: 'broken',
      condition: {
        ...slow.condition,
        kind: 'drift',
        method: 'psi',
        level: 0.01,
        reference: 'gone',
        statistic: undefined,
      },
    };
    const server = await watched([broken, slow]);
    await server.rows(0, 6, 900);

    await server.evaluateMinutes(6);

    const alerts = await server.ports.control.listAlerts({});
    const of = (name: string) =>
      alerts.filter(({ rule }) => rule.name === name).map(({ kind, state }) => [kind, state.condition]);
    expect(of('slow')).toEqual([['rule', 'firing']]);
    expect(of('broken')).toEqual([
      ['rule', 'ok'],
      ['blind', 'firing'],
    ]);
    expect(await evaluationHealth(server.ports)).toMatchObject({
      state: 'failing',
      rules: 2,
      failingRules: 1,
      error: 'there is no reference gone of score',
      lastSlotEndedAt: server.at(6),
    });
  });

  it('counts the rules of a composite after them', async () => {
    const failing = {
      ...slow,
      name: 'failing',
      condition: {
        kind: 'metric',
        metrics: ['status'],
        statistic: 'otherShare',
        category: 'ok',
        windowSeconds: 60,
      },
      levels: { warning: { ...level, threshold: 0.5, recover: null } },
    };
    const both = {
      ...slow,
      name: 'a composite',
      scope: {},
      condition: {
        kind: 'composite',
        rules: [
          { rule: 'slow', severity: 'critical' },
          { rule: 'failing', severity: 'warning' },
        ],
        stale: 'noData',
      },
      levels: { critical: { threshold: 2, recover: null, forSlots: 0, keepSlots: 0 } },
    };
    const server = await watched([slow, failing, both]);
    await server.rows(0, 5, 900);
    await server.rows(5, 10, 900, 'timeout');

    await server.evaluateMinutes(8);

    const alerts = await server.ports.control.listAlerts({});
    const composite = alerts.find(({ rule, kind }) => rule.name === 'a composite' && kind === 'rule');
    expect(composite?.state).toMatchObject({ condition: 'firing', value: 2 });
    expect(composite?.state.firedMs).toBe(Date.parse(server.at(7))); // in the very slot in which the second rule fires
  });

  it('ends the alerts of a rule that looks elsewhere, and keeps those of one whose level moves', async () => {
    const server = await watched([slow]);
    await server.rows(0, 30, 900);
    await server.evaluateMinutes(5);
    const { id } = server.rule('slow');
    const change = (rule: object, fromVersion: number) =>
      server.send('PUT', `/pipelines/loans/rules/${id}`, { rule, fromVersion, reason: 'test' });

    await change(
      { ...slow, levels: { critical: { ...level, threshold: 2_000, recover: 1_500, forSlots: 9 } } },
      1,
    );
    const [kept] = await server.ports.control.listAlerts({});
    await change({ ...slow, condition: { ...slow.condition, statistic: 'p50' } }, 2);
    const [ended] = await server.ports.control.listAlerts({});
    await server.evaluateMinutes(8);

    expect(kept?.state.condition).toBe('firing');
    expect(ended?.state).toMatchObject({ condition: 'ok', ended: { by: 'ruleEdited', actor: 'local' } });
    const [again] = await server.ports.control.listAlerts({});
    expect(again?.state).toMatchObject({ condition: 'firing', episode: 2, ruleVersion: 3 });
  });

  it('of a paused rule stops, ends its alerts, and goes on from the present', async () => {
    const server = await watched([slow]);
    await server.rows(0, 40, 900);
    await server.evaluateMinutes(5);
    const { id } = server.rule('slow');

    await server.send('POST', `/pipelines/loans/rules/${id}/pause`, { fromVersion: 1, reason: 'test' });
    await server.evaluateMinutes(20);
    const [paused] = await server.ports.control.listAlerts({});
    await server.send('POST', `/pipelines/loans/rules/${id}/resume`, { fromVersion: 2, reason: 'test' });
    await server.evaluateMinutes(21);

    expect(paused?.state.ended).toMatchObject({ by: 'rulePaused' });
    const slots = await server.ports.control.listRuleSlots(
      id,
      { fromMs: Date.parse(server.at(6)), toMs: server.window.toMs },
      100,
    );
    expect(slots.map(({ endsAt }) => endsAt)).toEqual([server.at(21), server.at(20)].slice(0, slots.length));
  });

  it('reads the log as often for many rules of a stage as for one', async () => {
    const asked = async (count: number) => {
      const rules = Array.from({ length: count }, (_, index) => ({ ...slow, name: `slow ${index}` }));
      const server = await watched(rules);
      await server.rows(0, 3, 100);
      await server.evaluateMinutes(2);
      server.setMinute(3);
      const reads = countReads(server.ports);
      await evaluateDueRules({ ...server.ports, log: reads.log });
      return reads.count();
    };

    expect(await asked(50)).toBe(await asked(1));
  });

  it('keeps messages of a stage back whose trouble comes from upstream', async () => {
    const downstream = { ...slow, name: 'after', scope: { stage: 'after' } };
    const server = await watched([downstream, slow]);
    await server.send('PUT', '/pipelines/loans', {
      stages: [{ name: 'score' }, { name: 'after' }],
      edges: [{ from: 'score', to: 'after' }],
    });
    for (const stage of ['score', 'after']) await server.rows(0, 10, 900, 'ok', stage);

    await server.evaluateMinutes(4);

    const alerts = await server.ports.control.listAlerts({});
    const echo = alerts.find(({ stage }) => stage === 'after');
    expect(echo?.state).toMatchObject({ condition: 'firing', mute: { kind: 'upstream', stage: 'score' } });
    expect(await server.messages()).toEqual([{ kind: 'fire', isLate: false }]);
  });
});

const level = { threshold: 500, recover: 400, forSlots: 1, keepSlots: 2 };
const slow = {
  name: 'slow',
  scope: { stage: 'score' },
  condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 60 },
  levels: { critical: level },
  everySeconds: 60,
  noData: { policy: 'alert', afterSlots: 3 },
  queryOffsetSeconds: 0,
  labels: { team: 'risk' },
};

/** A server with these rules, whose minutes are counted from `now`. */
async function watched(rules: object[]) {
  let currentMs = now.getTime();
  const ports: Ports = {
    ...memoryApp().ports,
    control: createMemoryControlStore({ currentTime: () => currentMs }),
    now: () => new Date(currentMs),
  };
  const app = createApp(ports);
  const at = (minute: number) => new Date(now.getTime() + minute * MINUTE_MS).toISOString();
  const send = async (method: string, path: string, body: unknown) => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as unknown;
  };
  await send('PUT', '/pipelines/loans', { stages: [{ name: 'score' }, { name: 'after' }] });
  const made = new Map<string, Rule>();
  for (const rule of rules) {
    const stored = (await send('POST', '/pipelines/loans/rules', { rule })) as Rule;
    made.set(stored.name, stored);
  }
  const setMinute = (minute: number) => {
    currentMs = now.getTime() + minute * MINUTE_MS;
  };
  let minute = 0;
  return {
    ports,
    at,
    send,
    setMinute,
    window: { fromMs: now.getTime() - 1_000 * MINUTE_MS, toMs: now.getTime() + 1_000 * MINUTE_MS },
    rule: (name: string) => made.get(name) as Rule,
    get: (path: string) => app.request(`/api/v1${path}`),
    /** Ten rows a minute. */
    async rows(from: number, to: number, latencyMs: number, status = 'ok', stage = 'score') {
      const records = Array.from({ length: (to - from) * 10 }, (_, index) =>
        prediction(-(from + index / 10 + 0.05), { latencyMs, status, stage }),
      );
      await send('POST', '/predictions', records);
    },
    async evaluateMinutes(last: number) {
      for (; minute < last;) {
        setMinute(++minute);
        await evaluateDueRules(ports);
      }
    },
    async moves() {
      const [alert] = await ports.control.listAlerts({});
      const lines = await ports.control.listTransitions(alert?.id ?? '', 100);
      return lines
        .toReversed()
        .filter(({ move }) => move !== 'noData' && move !== 'seeing')
        .map(({ move, atMs }) => ({ move, atMinute: (atMs - now.getTime()) / MINUTE_MS }));
    },
    async messages() {
      const claimed = await ports.control.claimMessages(100, MINUTE_MS);
      return claimed
        .filter(({ alert }) => alert.kind === 'rule')
        .map(({ message: { kind }, isLate }) => ({ kind, isLate }));
    },
  };
}

function countReads({ log }: Ports) {
  let reads = 0;
  const counted = Object.fromEntries(
    Object.entries(log).map(([name, read]) => [
      name,
      (...args: unknown[]) => {
        reads += 1;
        return (read as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as Ports['log'];
  return { log: counted, count: () => reads };
}
