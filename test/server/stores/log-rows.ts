import { randomUUID } from 'node:crypto';
import type { Batch, LabelRow, LogRow, PredictionLog } from '#api/prediction-log.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** A whole day, so that tests can speak of minutes and hours after it. */
export const START_MS = Date.UTC(2026, 9, 31);

/** Names and values as people and attackers write them. */
export const hostileNames = [
  '<script>alert(1)</script>',
  `it's "quoted"`,
  '\\backslash\\n',
  'new\nline\ttab\r',
  '😀👩‍🚀',
  "'; DROP TABLE rows; --",
  '{name:String}',
  'percent % and _',
  '\0',
  'x'.repeat(500),
  'ü'.repeat(500),
  '😀'.repeat(250),
];

export function prediction(pipeline: string, minutes: number, values: Partial<LogRow> = {}): LogRow {
  return {
    kind: 'prediction',
    pipeline,
    stage: 'asr',
    version: 'v1',
    role: 'live',
    site: '',
    requestId: '',
    timeMs: START_MS + minutes * MINUTE_MS,
    receivedMs: START_MS + minutes * MINUTE_MS + 500,
    numbers: {},
    text: null,
    fingerprint: '',
    ...values,
    categories: { status: 'ok', ...values.categories },
  };
}

export function sample(pipeline: string, minutes: number, resources: Record<string, number>): LogRow {
  return { ...prediction(pipeline, minutes), kind: 'sample', numbers: resources, categories: {} };
}

export function label(pipeline: string, minutes: number, values: Partial<LabelRow> = {}): LabelRow {
  const timeMs = START_MS + minutes * MINUTE_MS;
  return {
    pipeline,
    stage: '',
    requestId: 'r1',
    timeMs,
    receivedMs: timeMs,
    number: null,
    category: 'yes',
    ...values,
  };
}

/** Puts the rows into a pipeline of their own, and tells its name. */
export async function insertRows(log: PredictionLog, rows: (pipeline: string) => LogRow[]): Promise<string> {
  const pipeline = `p-${randomUUID()}`;
  await log.insert({ rows: rows(pipeline), labels: [] }, randomUUID());
  return pipeline;
}

/** Batches of three days in disorder: late rows, negative numbers, zeros, duplicates, versions, roles, samples. */
export function randomBatches(pipeline: string, seed: number, batches: number, size: number): Batch[] {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const numberOf = () =>
    pick([0, 0, -0, 1e-15, 1, 7, -3, random(), -random() * 1e6, Math.exp(random() * 40 - 20)]);

  const row = (): LogRow => {
    const minutes = Math.floor(random() * random() * 3 * 24 * 60 * 60_000) / 60_000;
    const stage = pick(['vad', 'asr', hostileNames[0] as string]);
    if (random() < 0.1) return { ...sample(pipeline, minutes, { 'resource.cpu': random() }), stage };
    const numbers: Record<string, number> = { latencyMs: Math.exp(random() * 3 + 3) };
    const categories: Record<string, string> = { status: pick(['ok', 'ok', 'ok', 'timeout']) };
    for (const name of ['input.a', `input.${pick(hostileNames).slice(0, 400)}`]) numbers[name] = numberOf();
    if (random() < 0.7) categories['input.device'] = pick(['phone', 'desk', '', ...hostileNames]);
    if (random() < 0.5) categories['input.a'] = 'seen as a category too';
    return prediction(pipeline, minutes, {
      stage,
      numbers,
      categories,
      version: pick(['v1', 'v1', 'v2', hostileNames[1] as string]),
      role: random() < 0.8 ? 'live' : 'shadow',
      requestId: `r${Math.floor(random() * 1e6)}`,
      text: random() < 0.1 ? pick(hostileNames) : null,
    });
  };
  return Array.from({ length: batches }, () => {
    const rows = Array.from({ length: size }, row);
    const labels =
      random() < 0.5
        ? [label(pipeline, Math.floor(random() * 1000)), label(pipeline, 5, { number: 2, category: null })]
        : [];
    return { rows: [...rows, ...rows.slice(0, 3)], labels };
  });
}

/** Mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
