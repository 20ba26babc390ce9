import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { TaskProgress } from '#workers/protocol.ts';
import { loansUrl, openInProcessClient } from './in-process-client.ts';

const hourMs = 3_600_000;
const endMs = Math.floor(now.getTime() / (24 * hourMs)) * 24 * hourMs;
/** Four days of waves are the reference; in the last twelve hours of the day after it, `moved` is off by one. */
const [days, referenceDays, rowsAnHour, movedHours] = [5, 4, 60, 12];
const budget = { alarms: 1, periodSeconds: 7 * 86_400 };

/** A voice by day, another by night; `moved` and `steady` alike, until `moved` is not. */
function wavingRows() {
  const draw = mulberry32(11);
  const hours = days * 24;
  return Array.from({ length: hours * rowsAnHour }, (_, i) => {
    const hour = Math.floor(i / rowsAnHour);
    const wave = Math.sin((2 * Math.PI * hour) / 24);
    const timeMs = endMs - (hours - hour) * hourMs + ((i % rowsAnHour) * hourMs) / rowsAnHour;
    const moved = normal(draw) + 1.5 * wave + (hour >= hours - movedHours ? 1 : 0);
    const device = uniform(draw) < 0.5 + 0.3 * wave ? 'phone' : 'desk';
    return { timeMs, moved, steady: normal(draw) + 1.5 * wave, device };
  });
}

describe('a board whose log has a daily wave', () => {
  let client: DriftClient;
  let api: ReturnType<typeof memoryApp>;
  let asked: URL[];
  let countsUrl: string;
  let progress: TaskProgress[];

  beforeEach(async () => {
    api = memoryApp();
    const records = wavingRows().map(({ timeMs, ...features }, i) =>
      prediction((now.getTime() - timeMs) / 60_000, { requestId: `r-${i}`, version: 'v1', features }),
    );
    await accepted(api.post('/predictions', records));
    const at = (daysBack: number) => new Date(endMs - daysBack * 24 * hourMs).toISOString();
    const window = { from: at(days), to: at(days - referenceDays) };
    await accepted(api.post('/pipelines/loans/references', { stage: 'score', name: 'calm', ...window }));
    asked = [];
    vi.stubGlobal('fetch', (address: string, init?: RequestInit) => {
      asked.push(new URL(address));
      return api.app.request(address, init);
    });
    progress = [];
    client = openInProcessClient();
    countsUrl = `${loansUrl}/histograms?stage=score&from=${at(1)}&to=${at(0)}&step=3600&version=v1&knownAt=${now.toISOString()}`;
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  const run = (method: 'jensenShannon' | 'psi' = 'jensenShannon') =>
    client.run('driftMap', { url: countsUrl, method, budget }, { onProgress: (step) => progress.push(step) });

  it('finds what moved, and nothing in the wave', async () => {
    const map = await run();

    expect(map.metrics.map(({ metric, verdict }) => [metric, verdict.verdict])).toEqual([
      ['input.device', 'none'],
      ['input.moved', 'drift'],
      ['input.steady', 'none'],
    ]);
    expect(marksOf(map, 0) + marksOf(map, 2)).toBe(0);
    expect(marksOf(map, 1)).toBeGreaterThan(8);
    expect(map.seasons).toEqual(Array.from({ length: 3 }, () => ({ periodMs: 24 * hourMs, partMs: hourMs })));
    expect(map.calibration).toMatchObject({ status: 'ok', basis: 'extrapolated', checks: 96, alarms: 0 });
    expect(map.promise.perCheck).toBeLessThanOrEqual(1 / 168);
  });

  it('fetches the own slots of the reference once, of all its rows as known now', async () => {
    await run();
    await client.run('loadCounts', { url: countsUrl });
    await run('psi');

    const own = asked.filter(({ searchParams }) => searchParams.has('reference'));
    expect(own.map(({ searchParams }) => [searchParams.has('version'), searchParams.has('knownAt')])).toEqual(
      [[false, false]],
    );
    expect(asked).toHaveLength(3);
  });

  const rule = {
    name: 'waving',
    scope: { stage: 'score', version: 'v1' },
    everySeconds: 3600,
    queryOffsetSeconds: 0,
    levels: { warning: { threshold: 0.1, recover: null, forSlots: 0, keepSlots: 0 } },
    noData: { policy: 'alert', afterSlots: 3 },
  };
  const windowOfHour = { method: 'jensenShannon', windowSeconds: 3600 };

  it('has rules of the server that find the same effects, by the same hours of the reference', async () => {
    const metrics = ['input.device', 'input.moved', 'input.steady'];
    const condition = { kind: 'drift', metrics, level: 0.006, ...windowOfHour };

    const [map, slots] = [await run(), await preview({ ...rule, condition })];

    const effects = metrics.map((_, metric) => slots.map(({ readings }) => readings[metric]?.value));
    expect(effects.flat()).toEqual([...map.effects]);
    const withEvidence = (metric: number) =>
      slots.filter(({ readings }) => readings[metric]?.hasEvidence).length;
    expect(withEvidence(0) + withEvidence(2)).toBe(0);
    expect(withEvidence(1)).toBeGreaterThan(8);
  });

  it('has a rule of the whole stage that alarms in the slots that the board marks', async () => {
    const condition = { kind: 'stageDrift', group: 'input', naming: 'benjaminiHochberg', ...windowOfHour };

    const [map, slots] = [await run(), await preview({ ...rule, condition, budget: { perWeek: 1 } })];

    const marked = Array.from(map.counts.slotsMs, (_, slot) =>
      ['input.device', 'input.moved', 'input.steady'].filter(
        (__, metric) => map.marks[metric * map.counts.slotsMs.length + slot] !== cellMarks.none,
      ),
    );
    expect(slots.map(({ readings }) => readings[0]?.names)).toEqual(marked);
    expect(slots.map(({ readings }) => (readings[0]?.value as number) > 0)).toEqual(
      marked.map((names) => names.length > 0),
    );
  });

  /** Of each hour of the last day. */
  async function preview(previewed: object): Promise<EvaluatedSlot[]> {
    const at = (hour: number) => new Date(endMs - (24 - hour) * hourMs).toISOString();
    const response = await api.post('/pipelines/loans/rules/preview', {
      rule: previewed,
      from: at(1),
      to: new Date(endMs + 1).toISOString(),
    });
    if (!response.ok) throw new Error(await response.text());
    const { items } = (await response.json()) as { items: EvaluatedSlot[] };
    return items.toSorted((a, b) => a.endsAt.localeCompare(b.endsAt));
  }

  it('shows a window beside the same hours of the reference', async () => {
    const [fromMs, toMs] = [endMs - 8 * hourMs, endMs - 7 * hourMs];
    const bins = { url: countsUrl, metric: 'input.device', method: 'totalVariation' as const, level: 0.001 };

    const hour = await client.run('metricBins', { ...bins, fromMs, toMs });

    expect(hour.isSeasonal).toBe(true);
    expect(hour.reference.reduce((total, count) => total + count, 0)).toBe(referenceDays * rowsAnHour);
    const rows = wavingRows().filter(
      ({ timeMs }) =>
        timeMs < endMs - 24 * hourMs && new Date(timeMs).getUTCHours() === new Date(fromMs).getUTCHours(),
    );
    const phones = rows.filter(({ device }) => device === 'phone').length;
    expect(hour.reference[hour.labels.indexOf('phone')]).toBe(phones);
  });
});

async function accepted(answer: Response | Promise<Response>): Promise<void> {
  const response = await answer;
  if (!response.ok) throw new Error(await response.text());
}

function marksOf({ counts, marks }: DriftMap, metric: number): number {
  const slots = counts.slotsMs.length;
  return marks.subarray(metric * slots, (metric + 1) * slots).filter((mark) => mark !== cellMarks.none)
    .length;
}
