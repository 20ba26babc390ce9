import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import { AlertList } from '#contract/alert.ts';
import { createSimulator } from '#mocks/simulator.ts';

const MINUTE_MS = 60_000;

describe('the simulated pipeline', () => {
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
