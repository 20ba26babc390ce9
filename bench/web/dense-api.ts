import { encodeColumns } from '#contract/columns.ts';
import type { Fleet } from '#contract/fleet.ts';
import type { Health } from '#contract/health.ts';
import type { HistogramsHeader } from '#contract/histograms.ts';
import type { Overview, Pipeline, StageHeadline } from '#contract/pipeline.ts';
import { simulatedAnswer } from './simulated-api.ts';

const PIPELINES = 200;
const STAGES = 100;
const FEATURES = 500;
const DAYS = 90;
const VERSIONS = 50;
const NAME_LENGTH = 200;
const CATEGORIES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const DAY_MS = 86_400_000;

const wide = 'wide';
const stages = Array.from({ length: STAGES }, (_, index) => `stage-${index}-`.padEnd(NAME_LENGTH, 'long-'));
const watched = stages[0] ?? '';

/** The views of the most that a screen is made for. */
export const denseViews = {
  'a fleet of 201 pipelines': '/',
  'a pipeline of 100 stages, names of 200 characters': `/p/${wide}`,
  'a drift map of 500 features × 90 days': `/p/${wide}/s/${watched}/drift?from=-90d`,
};

/** What a server answers that watches 200 pipelines, and one of 100 stages with 500 features and 50 versions. */
export function denseAnswer(url: URL, nowMs: number): unknown {
  const path = url.pathname.replace('/api/v1', '');
  if (path === '/pipelines') return { items: pipelines(nowMs) };
  if (path === '/fleet') return fleet(nowMs);
  if (path.endsWith('/overview')) return overview(stages, nowMs);
  if (path.endsWith('/health')) return health(nowMs);
  if (path.endsWith('/histograms')) return histograms(url.searchParams);
  return simulatedAnswer(url, nowMs);
}

function pipelines(nowMs: number): Pipeline[] {
  const many = Array.from({ length: PIPELINES }, (_, index) =>
    pipeline(`pipeline-${index}`, ['in', 'model', 'out'], nowMs),
  );
  return [pipeline(wide, stages, nowMs), ...many];
}

function pipeline(name: string, names: readonly string[], nowMs: number): Pipeline {
  const seen = { firstSeen: iso(nowMs - DAYS * DAY_MS), lastSeen: iso(nowMs) };
  return {
    name,
    kind: 'realtime',
    sample: false,
    stages: names.map((stage) => ({ name: stage, rows: 10_000_000, ...seen })),
    edges: names.slice(1).map((to, index) => ({ from: names[index] ?? '', to })),
    rows: 10_000_000,
    ...seen,
    defaultRange: { from: '-6h', to: 'now' },
  };
}

function fleet(nowMs: number): Fleet {
  const entries = pipelines(nowMs).map(({ name, stages: own }) => {
    const { asOf: _, ...figures } = overview(
      own.map((stage) => stage.name),
      nowMs,
    );
    return { pipeline: name, ...figures };
  });
  return {
    asOf: iso(nowMs),
    cursor: iso(nowMs),
    pipelines: entries.map((entry) => entry.pipeline),
    changed: entries,
  };
}

function overview(names: readonly string[], nowMs: number): Overview {
  const versions = Array.from({ length: VERSIONS }, (_, index) => ({
    version: `v${index}`,
    role: 'live' as const,
    rows: 2000,
    share: 1 / VERSIONS,
  }));
  const headline = (stage: string, index: number): StageHeadline => ({
    stage,
    rows: 100_000,
    ratePerSecond: 200 + Math.sin(nowMs / 7000 + index),
    latencyP95Ms: 180 + Math.sin(nowMs / 5000 + index),
    errorShare: 0,
    nullShare: 0,
    lastSeen: iso(nowMs),
    versions,
    alerts: [],
  });
  return { asOf: iso(nowMs), stages: names.map(headline), labels: { rows: 0 } };
}

function health(nowMs: number): Health {
  const slotsMs = Array.from(
    { length: 72 },
    (_, slot) => Math.floor(nowMs / 300_000) * 300_000 - (71 - slot) * 300_000,
  );
  return {
    asOf: iso(nowMs),
    stepSeconds: 300,
    slotsMs,
    stages: stages.map((stage, index) => ({
      stage,
      rows: slotsMs.map(() => 1000),
      latencyP95Ms: slotsMs.map((_, slot) => 180 + 20 * Math.sin(slot / 5 + index)),
      errorShare: slotsMs.map(() => 0.001),
      nullShare: slotsMs.map(() => 0),
    })),
  };
}

/** The features wander at paces of their own, so that some drift. */
function histograms(query: URLSearchParams): Uint8Array {
  const stepMs = Number(query.get('step')) * 1000;
  const [fromMs, toMs] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  const slotsMs = Float64Array.from(
    { length: Math.floor((toMs - fromMs) / stepMs) },
    (_, slot) => fromMs + slot * stepMs,
  );
  const columns: Record<string, Float64Array> = { slotsMs, rows: slotsMs.map(() => 1000) };
  for (let feature = 0; feature < FEATURES; feature += 1) {
    const shift = (slot: number) => 0.4 * (feature / FEATURES) * Math.sin(slot / 9 + feature);
    columns[`counts.${feature}`] = Float64Array.from(
      { length: slotsMs.length * (CATEGORIES.length + 1) },
      (_, at) => {
        const bin = at % (CATEGORIES.length + 1);
        const slot = Math.floor(at / (CATEGORIES.length + 1));
        return bin === CATEGORIES.length ? 0 : Math.round(125 * (1 + shift(slot) * (bin < 4 ? 1 : -1)));
      },
    );
    columns[`missing.${feature}`] = slotsMs.map(() => 0);
  }
  return encodeColumns(histogramsHeader(fromMs, toMs, stepMs / 1000), columns);
}

function histogramsHeader(fromMs: number, toMs: number, stepSeconds: number): HistogramsHeader {
  return {
    stepSeconds,
    asOf: iso(toMs),
    reference: {
      id: 'reference',
      pipeline: wide,
      stage: watched,
      name: 'reference',
      version: 1,
      from: iso(fromMs - DAY_MS),
      to: iso(fromMs),
      rows: 10_000,
      createdAt: iso(fromMs),
      createdBy: 'bench',
      source: 'window',
      automatic: false,
      provisional: false,
    },
    metrics: Array.from({ length: FEATURES }, (_, feature) => ({
      metric: `input.feature_${feature}`,
      kind: 'categorical',
      bins: { kind: 'categorical', categories: CATEGORIES, tail: [] },
      counts: [...CATEGORIES.map(() => 1250), 0],
      sums: [],
      missing: 0,
      group: 'input',
      name: `feature_${feature}`,
      labels: [...CATEGORIES, 'unseen'],
    })),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
