import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import { AlertList } from '#contract/alert.ts';
import { createSimulator } from '#mocks/simulator.ts';

const MINUTE_MS = 60_000;

describe('the simulated pipeline', () => {
  it('has a rollout that the same machine moved through its past, and that its requests follow', async () => {
    let nowMs = Date.UTC(2026, 10, 23, 12);
    const simulator = createSimulator({ now: () => new Date(nowMs), hasRollout: true });
    await simulator.fill(6);
    const { control, log } = simulator.ports;
    const [stored] = await control.listRollouts({}, 9);
    if (!stored) throw new Error('there is no rollout');
    const { id } = stored.rollout;
    expect(stored.rollout).toMatchObject({ phase: 'soaking', step: 1, author: 'ada' });
    expect(stored.rollout.evidence?.verdicts.every(({ nCandidate }) => nCandidate > 0)).toBe(true);
    const events = await control.listRolloutEvents(id, 0, 99);
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['create', 'submit', 'start', 'gatesPass', 'request', 'approve', 'advance']),
    );

    nowMs += MINUTE_MS;
    await simulator.advance();
    const app = createApp(simulator.ports);
    const brake = { type: 'rollBack', breakGlass: true };
    const response = await app.request(`/api/v1/rollouts/${id}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(brake),
    });
    expect(response.status).toBe(200);
    for (let turn = 0; turn < 5; turn++) {
      nowMs += MINUTE_MS;
      await simulator.advance();
    }

    expect((await control.findRollout(id))?.rollout).toMatchObject({ phase: 'rolledBack' });
    const late = {
      fromMs: nowMs - 2 * MINUTE_MS,
      toMs: nowMs,
      role: 'live' as const,
      pipeline: 'speech',
      stage: 'asr',
    };
    expect(await log.countRows({ ...late, version: 'v18' })).toBe(0);
    expect(await log.countRows({ ...late, version: 'v17' })).toBeGreaterThan(0);
  }, 60_000);

  it('evaluates its rules as time goes on', async () => {
    let nowMs = Date.UTC(2026, 10, 23, 12);
    const simulator = createSimulator({ now: () => new Date(nowMs) });
    await simulator.fill(1);
    const app = createApp(simulator.ports);
    const level = { threshold: 1, forSlots: 0, keepSlots: 2 };
    const rule = {
      name: 'vad answers slowly',
      scope: { stage: 'vad' },
      condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 900 },
      levels: { critical: level },
      everySeconds: 60,
      noData: { policy: 'alert', afterSlots: 3 },
      queryOffsetSeconds: 0,
    };
    const made = await app.request('/api/v1/pipelines/speech/rules', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rule, reason: 'to see one fire' }),
    });
    expect(made.status).toBe(200);

    nowMs += 2 * MINUTE_MS;
    await simulator.advance();

    const { items } = AlertList.parse(await (await app.request('/api/v1/alerts')).json());
    expect(items).toMatchObject([{ stage: 'vad', badge: 'firing', rule: { name: rule.name } }]);
  });
});
