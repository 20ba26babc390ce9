import { describe, expect, it } from 'vitest';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import type { AlarmRecord, RuleEpisode } from '#contract/alarm-record.ts';
import type { Rule } from '#contract/rule.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { newAlert } from '#api/services/evaluation/alert-subject.ts';
import { moved, unchanged } from '#control/alert/step.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

describe('the record of alarms', () => {
  it('holds what people called noise against what was promised', async () => {
    const server = await watched();
    await server.fires(3, 'noise');
    await server.fires(1, 'real');
    await server.fires(2);
    server.setHours(2 * WEEK_HOURS);

    const { rules, board } = await server.record();

    const counts = { weeks: 2, noise: 3, real: 1, unmarked: 2, promisedPerWeek: 1 };
    expect(rules).toEqual([{ ruleId: server.rule.id, isShare: false, ...counts }]);
    expect(board).toEqual({ ...counts, ownPerWeek: 1, ruleId: expect.any(String) as string });
  });

  it('lists the alarms of a pipeline with their rules', async () => {
    const server = await watched();
    await server.fires(1, 'real');

    const items = await server.episodes();

    expect(items).toMatchObject([
      { ruleId: server.rule.id, stage: 'score', metric: 'latencyMs', verdict: 'real', severity: 'critical' },
    ]);
  });
});

describe('a budget that is overspent', () => {
  it('is an alert of its own, by a rule that came with the first promise', async () => {
    const server = await watched();
    await server.fires(8, 'noise');
    server.setHours(WEEK_HOURS);

    await evaluateDueRules(server.ports);

    expect(await server.open()).toEqual([{ rule: 'Budget of false alarms', severity: 'warning', value: 8 }]);
    const [evaluated] = await server.ports.control.listRuleSlots(
      (await server.boardRule()).id,
      { fromMs: 0, toMs: now.getTime() + 2 * WEEK_HOURS * HOUR_MS },
      1,
    );
    expect(evaluated?.readings).toMatchObject([{ n: 8, hasEvidence: true, names: ['slow'] }]);
  });

  it('is none where chance may have done it, or where nobody said that the alarms were false', async () => {
    const server = await watched();
    await server.fires(2, 'noise');
    await server.fires(6);
    server.setHours(WEEK_HOURS);

    await evaluateDueRules(server.ports);

    expect(await server.open()).toEqual([]);
  });

  it('is that of the board, where the board has one', async () => {
    const server = await watched();
    const board = await server.boardRule();
    const { id: _id, pipeline: _pipeline, version, ...definition } = board;
    await server.send('PUT', `/pipelines/loans/rules/${board.id}`, {
      rule: { ...definition, budget: { perWeek: 10 } },
      fromVersion: version,
      reason: 'agreed',
    });
    await server.fires(8, 'noise');
    server.setHours(WEEK_HOURS);

    await evaluateDueRules(server.ports);

    expect(await server.open()).toEqual([]);
    expect((await server.record()).board).toMatchObject({ promisedPerWeek: 10, ownPerWeek: 1 });
  });

  it('has one rule only', async () => {
    const server = await watched();
    const { id: _id, pipeline: _pipeline, version: _version, ...definition } = await server.boardRule();

    const response = await server.send('POST', '/pipelines/loans/rules', {
      rule: { ...definition, name: 'another' },
    });

    expect(response.status).toBe(422);
    expect(await response.text()).toContain('keeps the budget of the board already');
  });
});

/** A pipeline whose rule promises one false alarm a week, and a clock that tests move. */
async function watched() {
  let nowMs = now.getTime();
  const { app, ports, post, get } = memoryApp();
  ports.control = createMemoryControlStore({ currentTime: () => nowMs });
  await post('/predictions', [prediction(60, { latencyMs: 100 })]);
  const rule = {
    name: 'slow',
    scope: { stage: 'score' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 300 },
    levels: { critical: { threshold: 500, recover: null, forSlots: 0, keepSlots: 0 } },
    everySeconds: 300,
    noData: { policy: 'ok', afterSlots: 1 },
    budget: { perWeek: 1 },
  };
  const made = (await (await post('/pipelines/loans/rules', { rule })).json()) as Rule;
  let alert = newAlert('a', made, { stage: 'score', metric: 'latencyMs' });
  async function fires(count: number, verdict?: 'real' | 'noise') {
    for (let i = 0; i < count; i++) {
      const { state, revision } = alert;
      const atMs = now.getTime() + (state.episode + 1) * 60_000;
      const fired = moved(unchanged(state), 'fire', atMs, {
        episode: state.episode + 1,
        severity: 'critical',
      });
      const ended = moved(fired, 'resolve', atMs + 30_000, {}, { endedBy: 'data' });
      const step = verdict ? moved(ended, 'feedback', atMs + 40_000, {}, { verdict }) : ended;
      expect(await ports.control.writeAlerts([{ ...step, alert: { ...alert, state: step.state } }])).toBe(
        true,
      );
      alert = { ...alert, state: step.state, revision: revision + 1 };
    }
  }
  const read = async <T>(path: string) => (await (await get(path)).json()) as T;
  const window = () => `from=${now.toISOString()}&to=${new Date(nowMs + WEEK_HOURS * HOUR_MS).toISOString()}`;
  return {
    ports,
    rule: made,
    setHours(hours: number) {
      nowMs = now.getTime() + hours * HOUR_MS;
    },
    fires,
    record: () => read<AlarmRecord>('/pipelines/loans/alarm-record'),
    episodes: async () =>
      (await read<{ items: RuleEpisode[] }>(`/pipelines/loans/episodes?${window()}`)).items,
    send: (method: string, path: string, body: unknown) =>
      app.request(`/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async boardRule() {
      const rules = await ports.control.listRules('loans');
      return rules.find(({ condition }) => condition.kind === 'alarmBudget') as Rule;
    },
    async open() {
      const alerts = await ports.control.listAlerts({});
      return alerts
        .filter(({ state }) => state.condition === 'firing')
        .map(({ rule: { name }, state: { severity, value } }) => ({ rule: name, severity, value }));
    },
  };
}
