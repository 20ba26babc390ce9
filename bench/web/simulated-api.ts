import type { Bands } from '#contract/bands.ts';
import type { Fleet } from '#contract/fleet.ts';
import type { Overview, Pipeline, StageFigures } from '#contract/pipeline.ts';
import type { Reference } from '#contract/reference.ts';
import { numericStatistics, type Series } from '#contract/series.ts';
import type { Session } from '#contract/session.ts';
import type { Status } from '#contract/status.ts';

const SLOTS = 500;
const METRICS_PER_GROUP = 4;
const prefixes = new Map([
  ['software', 'resource'],
  ['input', 'input'],
  ['output', 'output'],
]);
const HOUR_MS = 3_600_000;

/** Where the page is opened: its range holds 500 slots of one second. */
export const stageUrl = '/p/bench/s/model?from=-9m';

/**
 * What a server with twelve numeric metrics answers whose slots are one second wide: 500 slots at first, then those that
 * are new. Each metric becomes a chart of three lines.
 *
 * @param nowMs the clock, which may run faster than the real one
 */
export function simulatedAnswer(url: URL, nowMs: number): unknown {
  const path = url.pathname.replace('/api/v1', '');
  if (path === '/pipelines') return { items: [pipeline(nowMs)] };
  if (path.endsWith('/series')) return series(url.searchParams, nowMs);
  if (path === '/fleet') return fleet(nowMs);
  if (path === '/session') return session;
  if (path.endsWith('/figures')) return figures;
  if (path.endsWith('/overview')) return overview(nowMs);
  if (path.endsWith('/bands')) return bands(url.searchParams.get('group') ?? '', nowMs);
  if (path === '/status') return status(nowMs);
  if (emptyLists.some((name) => path.endsWith(name))) return { items: [] };
  return undefined;
}

const emptyLists = ['/events', '/references', '/notes', '/metric-settings', '/rules', '/saved-views'];

function series(query: URLSearchParams, nowMs: number): Series {
  const group = query.get('group') ?? '';
  const lastSlot = Math.floor(nowMs / 1000) - 1;
  const since = query.get('since');
  const first = since === null ? lastSlot - SLOTS + 1 : Math.max(Number(since), lastSlot - SLOTS) + 1;
  const slots = Array.from({ length: Math.max(0, lastSlot - first + 1) }, (_, index) => first + index);
  const metrics = metricsOf(group);
  return {
    stepSeconds: 1,
    cursor: String(lastSlot),
    asOf: iso(nowMs),
    slotsMs: slots.map((slot) => slot * 1000),
    rows: slots.map(() => 200),
    columns: metrics.flatMap((metric, number) =>
      numericStatistics.map((statistic, place) => ({
        metric,
        kind: 'numeric' as const,
        statistic,
        values: slots.map((slot) => valueOf(statistic, place, slot, number)),
      })),
    ),
  };
}

/** A daily-looking wave with a little noise that does not repeat; its extent wanders, so that axes are crossed. */
function valueOf(statistic: string, place: number, slot: number, metric: number): number {
  if (statistic === 'count') return 200;
  if (statistic === 'missingShare') return 0;
  const noise = Math.abs(Math.sin(slot * 12.9898 + metric * 78.233 + place) * 43_758.5453) % 1;
  return (
    100 + 20 * place + 10 * Math.sin(slot / 40 + metric) + 15 * Math.sin(slot / 700 + metric) + 4 * noise
  );
}

function metricsOf(group: string): string[] {
  return Array.from(
    { length: METRICS_PER_GROUP },
    (_, index) => `${prefixes.get(group)}.metric_${index + 1}`,
  );
}

function bands(group: string, nowMs: number): Bands {
  const instant = iso(nowMs);
  const reference: Reference = {
    id: 'reference',
    pipeline: 'bench',
    stage: 'model',
    name: 'reference',
    version: 1,
    from: instant,
    to: instant,
    rows: 1000,
    createdAt: instant,
    createdBy: 'bench',
    source: 'window',
    automatic: false,
    provisional: false,
  };
  return {
    reference,
    stepSeconds: 60,
    requests: { n: 100, p05: 150, p25: 180, p50: 200, p75: 220, p95: 250, p999: 250 },
    metrics: metricsOf(group).map((metric) => ({
      metric,
      kind: 'numeric' as const,
      n: 1000,
      p05: 160,
      p25: 170,
      p50: 180,
      p75: 190,
      p95: 210,
      p999: 240,
    })),
  };
}

const session: Session = { state: 'local', permissions: [], samplePeople: [] };

const figures: StageFigures = {
  rows: 100_000,
  ratePerSecond: 200,
  latencyP95Ms: null,
  errorShare: 0,
  nullShare: 0,
};

function status(nowMs: number): Status {
  return {
    version: 'bench',
    now: iso(nowMs),
    evaluation: { state: 'running', rules: 0, lagSeconds: 0, failingRules: 0 },
    delivery: { waiting: 0, failing: 0, dead: 0, oldestSeconds: null },
    sample: { state: 'off' },
  };
}

function fleet(nowMs: number): Fleet {
  const { asOf, ...own } = overview(nowMs);
  return { asOf, cursor: asOf, pipelines: ['bench'], changed: [{ pipeline: 'bench', ...own }] };
}

function overview(nowMs: number): Overview {
  return {
    asOf: iso(nowMs),
    stages: [
      {
        stage: 'model',
        rows: 100_000,
        ratePerSecond: 200,
        latencyP95Ms: null,
        errorShare: 0,
        nullShare: 0,
        lastSeen: iso(nowMs),
        versions: [{ version: 'v1', role: 'live', rows: 100_000, share: 1 }],
        alerts: [],
      },
    ],
    labels: { rows: 0 },
  };
}

function pipeline(nowMs: number): Pipeline {
  const seen = { firstSeen: iso(nowMs - HOUR_MS), lastSeen: iso(nowMs) };
  return {
    name: 'bench',
    kind: 'realtime',
    sample: false,
    stages: [{ name: 'model', rows: 100_000, ...seen }],
    edges: [],
    rows: 100_000,
    ...seen,
    defaultRange: { from: '-6h', to: 'now' },
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
