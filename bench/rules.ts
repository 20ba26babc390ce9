import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '#api/ports.ts';
import type { PredictionLog } from '#api/prediction-log.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { openPglite } from '#server/stores/open-control-store.ts';
import { ruleWrite } from '#test/server/stores/rule-write.ts';

/**
 * One minute of 1,000 rules with 10 alerts each, over the embedded control store and a log whose answers cost nothing: what
 * the evaluation itself and its transactions take of the minute that it has. Run with `npm run bench:rules`.
 */
const RULES = 1_000;
const METRICS = Array.from({ length: 10 }, (_, index) => `input.f${index}`);
const STAGES = 20;
const MINUTE_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'bench-rules-'));
const opened = await openPglite(join(folder, 'control'));
const { store } = opened;
let reads = 0;
const log: PredictionLog = {
  ...createMemoryPredictionLog(),
  listMetrics: async () => {
    reads += 1;
    const stages = Array.from({ length: STAGES }, (_, index) => `s${index}`);
    const extent = { kind: 'numeric' as const, rows: 1, firstMs: 0, lastMs: 0, categories: [] };
    return stages.flatMap((stage) => METRICS.map((metric) => ({ ...extent, stage, metric })));
  },
  countRows: async () => {
    reads += 1;
    return 100;
  },
  numericHistograms: async (_, metrics = []) => {
    reads += 1;
    return metrics.flatMap((metric) =>
      Array.from({ length: 50 }, (__, bucket) => ({ metric, bucket, count: 2, sum: bucket })),
    );
  },
};
let nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const ports = {
  log,
  control: { ...store, currentTime: async () => nowMs },
  now: () => new Date(nowMs),
} as Ports;

for (let index = 0; index < RULES; index++) {
  const write = ruleWrite('wide', `rule ${index}`);
  const { rule } = write.version;
  Object.assign(rule, {
    scope: { stage: `s${index % STAGES}` },
    condition: { kind: 'metric', metrics: METRICS, statistic: 'p95', windowSeconds: 300 },
    queryOffsetSeconds: 0,
  });
  const ends = { by: 'ruleEdited', atMs: nowMs, actor: 'bench' } as const;
  await store.writeRules([write]);
  const second = { ...write.version, version: 2, rule: { ...rule, version: 2 }, change: 'edited' as const };
  await store.writeRules([{ version: second, audit: write.audit, ends }]); // so that no rule looks back
}
for (const what of ['the first slot, which makes the alerts', 'a later slot']) {
  nowMs += MINUTE_MS;
  reads = 0;
  const startMs = performance.now();
  const { taken } = await evaluateDueRules(ports);
  const seconds = (performance.now() - startMs) / 1000;
  const share = ((100 * seconds) / 60).toFixed(0);
  console.log(
    `${what}: ${taken} rules × ${METRICS.length}: ${seconds.toFixed(1)} s, ${share} % of the minute, ${reads} reads of the log`,
  );
}
await opened.close();
rmSync(folder, { recursive: true });
