import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newAlert } from '#api/services/evaluation/alert-subject.ts';
import { previewRule } from '#api/services/evaluation/preview.ts';
import { type Rule, RuleDefinition } from '#contract/rule.ts';
import { moved, unchanged } from '#control/alert/step.ts';
import { memoryApp, type MemoryApp, now, prediction } from '#test/api/memory-app.ts';
import { ruleSourceOf } from '#web/api/rule-source.ts';
import { createDriftClient, type DriftClient } from '#workers/drift-client.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';
import type { TaskProgress } from '#workers/protocol.ts';
import { openInProcessLane } from './in-process-lane.ts';

const HOUR_MS = 3_600_000;
const DAYS = 24;
const toMs = now.getTime();

/** Four answers an hour for 24 days, dearer at noon; the last five hours are dearer still, and of a colour never seen. */
function records() {
  return Array.from({ length: DAYS * 96 }, (_, index) => {
    const hoursAgo = (DAYS * 96 - index - 0.5) / 4;
    const isOdd = hoursAgo < 5;
    return prediction(hoursAgo * 60, {
      latencyMs: 100 + 10 * Math.sin((index * Math.PI) / 48) + ((index * 7919) % 7) + (isOdd ? 60 : 0),
      status: isOdd ? 'error' : 'ok',
      features: { colour: isOdd ? 'mauve' : ['red', 'green', 'blue'][index % 3] },
    });
  });
}

const level = { threshold: 1, recover: null, forSlots: 0, keepSlots: 0 };
const statistic = { metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 3_600 };

function ruleOf(condition: object, more: object = {}): RuleDefinition {
  return RuleDefinition.parse({
    name: 'watched',
    scope: { stage: 'score' },
    condition,
    levels: { warning: level },
    everySeconds: 3_600,
    queryOffsetSeconds: 0,
    noData: { policy: 'keep', afterSlots: 3 },
    ...more,
  });
}

const window = { fromMs: toMs - 48 * HOUR_MS, toMs };
const sourceOf = (rule: RuleDefinition, more: { alert?: string; rules?: Rule[] } = {}) => {
  const found = ruleSourceOf({ pipeline: 'loans', rule, rules: [], window, ...more });
  if (!('source' in found)) throw new Error(found.obstacle);
  return found.source;
};

describe('the history of a rule', () => {
  let api: MemoryApp;
  let client: DriftClient;
  let asked: string[];

  beforeEach(async () => {
    api = memoryApp();
    const response = await api.post('/predictions', records());
    if (!response.ok) throw new Error(await response.text());
    asked = [];
    vi.stubGlobal('location', new URL('http://anchorwatch.test/'));
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      return api.app.request(url, init);
    });
    client = createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  it.each([
    { from: 'series', condition: { kind: 'metric', ...statistic } },
    { from: 'series', condition: { kind: 'metric', ...statistic, statistic: 'rate' } },
    { from: 'series', condition: { kind: 'change', ...statistic, agoSeconds: 86_400, as: 'ratio' } },
    { from: 'series', condition: { kind: 'change', ...statistic, agoSeconds: 7_200, as: 'difference' } },
    {
      from: 'series',
      condition: { kind: 'band', ...statistic, windowSeconds: 900, weeks: 2, sides: 'both' },
    },
    {
      from: 'series',
      condition: { kind: 'shift', ...statistic, baselineSlots: 72, slots: 12, slack: 0.5, sides: 'upper' },
    },
    { from: 'series', condition: { kind: 'metric', ...statistic, windowSeconds: 7_200 } },
    { from: 'series', condition: { kind: 'metric', ...statistic, statistic: 'rate', windowSeconds: 10_800 } },
    { from: 'preview', condition: { kind: 'metric', ...statistic, statistic: 'p95', windowSeconds: 7_200 } },
    { from: 'preview', condition: { kind: 'metric', ...statistic, statistic: 'p90' } },
    {
      from: 'preview',
      condition: {
        kind: 'burnRate',
        metric: 'status',
        goodCategory: 'ok',
        objective: 0.9,
        windows: [{ longSeconds: 14_400, shortSeconds: 3_600, factor: 2 }],
        leastBad: 1,
      },
    },
    {
      from: 'preview',
      condition: { kind: 'newCategory', metrics: ['input.colour'], windowSeconds: 14_400, level: 0.05 },
    },
  ])('of kind $condition.kind is what the server reads, made from $from', async ({ from, condition }) => {
    const rule = ruleOf(condition);
    const source = sourceOf(rule);

    const view = await client.run('ruleHistory', { source, direction: 'above' });

    const slots = await previewRule(api.ports, {
      pipeline: 'loans',
      rule,
      fromMs: window.fromMs + 1,
      toMs: toMs + 1,
    });
    const expected = slots.map(({ readings: [reading] }) => reading?.value ?? Number.NaN);
    expect(source.from).toBe(from);
    expect(view.values).toHaveLength(48);
    expect(expected.some(Number.isFinite)).toBe(true);
    for (const [index, value] of view.values.entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 8);
  });

  it('holds an effect back that has no evidence, as the server does', async () => {
    const condition = {
      kind: 'newCategory',
      metrics: ['input.colour'],
      windowSeconds: 14_400,
      level: 1e-60,
    };
    const rule = ruleOf(condition, { levels: { warning: { ...level, threshold: 0.01 } } });
    const rehearse = (source: ReturnType<typeof sourceOf>) =>
      client.run('rehearseRules', { source, direction: 'above', rules: [rule.levels], incidents: [] });

    const [strict] = await rehearse(sourceOf(rule));
    const [loose] = await rehearse(sourceOf(ruleOf({ ...condition, level: 0.05 })));

    expect([strict?.episodes.length, loose?.episodes.length]).toEqual([0, 1]);
  });

  it('of several metrics is that of the one asked for', async () => {
    const rule = ruleOf({
      ...statistic,
      kind: 'metric',
      metrics: ['latencyMs', 'arrivalDelay'],
      statistic: 'count',
    });

    const shown = await client.run('ruleHistory', {
      source: sourceOf(rule, { alert: 'latencyMs' }),
      direction: 'above',
    });

    expect(shown.alerts).toEqual(['latencyMs']);
    expect(shown.usual).toBe(4);
  });

  it('that the server makes is fetched piece by piece, told of, kept while the limit moves, and can be stopped', async () => {
    const rule = ruleOf(
      { kind: 'metric', ...statistic, statistic: 'p90', windowSeconds: 300 },
      { everySeconds: 300 },
    );
    const source = sourceOf(rule);
    const progress: TaskProgress[] = [];

    await client.run(
      'ruleHistory',
      { source, direction: 'above' },
      { onProgress: (told) => void progress.push(told) },
    );
    await client.run('rehearseRules', { source, direction: 'above', rules: [rule.levels], incidents: [] });

    expect(asked).toEqual(Array.from({ length: 12 }, () => 'preview'));
    const shares = progress.map(({ share = -1 }) => Number(share.toFixed(2)));
    expect(shares.slice(0, 3)).toEqual([0, 0.09, 0.17]);
    expect(shares).toHaveLength(12);

    const stop = new AbortController();
    const other = sourceOf({ ...rule, queryOffsetSeconds: 60 });
    const running = client.run(
      'ruleHistory',
      { source: other, direction: 'above' },
      { signal: stop.signal, onProgress: ({ share }) => share !== undefined && share > 0 && stop.abort() },
    );
    await expect(running).rejects.toThrow('abort');
    expect(asked.length).toBeLessThan(2 * 12);
  });

  it('of a composite is made of what did fire', async () => {
    const child = {
      ...ruleOf({ kind: 'metric', ...statistic }, { name: 'slow' }),
      id: 'slow',
      pipeline: 'loans',
      version: 1,
    };
    const other = { ...child, id: 'failing', name: 'failing' };
    await fires(child, 10, 6);
    await fires(other, 8, 4);
    const composite = RuleDefinition.parse({
      ...ruleOf({
        kind: 'composite',
        rules: [
          { rule: 'slow', severity: 'warning' },
          { rule: 'failing', severity: 'warning' },
        ],
        stale: 'hold',
      }),
      scope: {},
    });

    const view = await client.run('ruleHistory', {
      source: sourceOf(composite, { rules: [child, other] }),
      direction: 'above',
    });

    expect([...view.values].slice(-12)).toEqual([0, 1, 1, 2, 2, 1, 1, 0, 0, 0, 0, 0]);
  });

  async function fires(rule: Rule, fromHoursAgo: number, toHoursAgo: number) {
    const alert = newAlert(`${rule.id}.x`, rule, {});
    const at = (hoursAgo: number) => toMs - hoursAgo * HOUR_MS;
    const fired = moved(unchanged(alert.state), 'fire', at(fromHoursAgo), {
      episode: 1,
      severity: 'warning',
    });
    const ended = moved(fired, 'resolve', at(toHoursAgo), {}, { endedBy: 'data' });
    await api.ports.control.writeAlerts([{ ...ended, alert: { ...alert, state: ended.state } }]);
  }

  it.each([
    ['what people say of alarms', { kind: 'alarmBudget', days: 28 }],
    ['the latest label', { kind: 'labelDelay', measure: 'silence', windowSeconds: 3_600 }],
  ])('of %s there is none, and it is said why', (words, condition) => {
    const found = ruleSourceOf({ pipeline: 'loans', rule: ruleOf(condition), rules: [], window });

    expect('obstacle' in found && found.obstacle).toContain(words);
  });
});
