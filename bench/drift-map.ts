import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeColumns } from '#contract/columns.ts';
import type { HistogramsHeader } from '#contract/histograms.ts';
import { openNodeLane } from '#server/workers/node-lane.ts';
import { driftMethods } from '#stats/drift-score.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';
import { normalQuantile } from '#stats/special/normal.ts';
import { createDriftClient } from '#workers/drift-client.ts';
import { openBenchPage } from './bench-page.ts';
import { median } from './median.ts';

/**
 * The drift map of 100 metrics × 60 slots × 32 bins from counts that the worker keeps, for every test: from the message to the answer, in
 * a web worker of Chromium and in a thread of Node; of counts just loaded, and switched to after another map of them. A fifth of the
 * metrics drifts; half of them miss values now and then. Goal: at most 8 ms. Run with `npm run bench:map`.
 */
const METRICS = 100;
const SLOTS = 60;
const BINS = 32;
const ROUNDS = 40;
const budget = { alarms: 1, periodSeconds: 7 * 86_400 };
const edges = Float64Array.from({ length: BINS - 1 }, (_, i) => normalQuantile((i + 1) / BINS));

for (const rowsPerSlot of [100, 1000]) {
  const counts = countsOf(rowsPerSlot);
  const page = await openBenchPage({ '/counts': counts });
  await page?.run('open', 1);
  const server = createServer((_, response) => response.end(counts));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/counts`;
  const threads = createDriftClient(openNodeLane, 1);

  console.log(
    `${METRICS} metrics × ${SLOTS} slots × ${BINS} bins, ${rowsPerSlot} rows a slot; ms, median (least)`,
  );
  for (const method of driftMethods) {
    for (const turn of ['first', 'switched'] as const) {
      const inPage = (await page?.run('driftMap', '/counts', method, turn, ROUNDS)) ?? [];
      const inThread: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        if (turn === 'first') await threads.run('loadCounts', { url });
        const started = performance.now();
        await threads.run('driftMap', { url, method, budget });
        inThread.push(performance.now() - started);
      }
      const label = `${method.padEnd(16)} ${turn.padEnd(8)}`;
      console.log(`${label} Chromium ${timesOf(inPage)}   Node ${timesOf(inThread)}`);
    }
  }
  threads.close();
  server.close();
  await page?.close();
}

/** Without the first rounds, in which the engine still compiles. */
function timesOf(times: number[]): string {
  const settled = times.slice(ROUNDS / 4);
  if (settled.length === 0) return 'left out: no Chromium';
  return `${median(settled).toFixed(1).padStart(5)} (${Math.min(...settled).toFixed(1)})`;
}

function countsOf(rowsPerSlot: number): Uint8Array {
  const draw = mulberry32(rowsPerSlot);
  const columns: Record<string, Float64Array> = {
    slotsMs: Float64Array.from({ length: SLOTS }, (_, slot) => slot * 3_600_000),
    rows: new Float64Array(SLOTS).fill(rowsPerSlot),
  };
  const metrics = Array.from({ length: METRICS }, (_, metric): HistogramsHeader['metrics'][number] => {
    const missingShare = metric % 2 === 0 ? 0.005 : 0;
    const counts = new Float64Array(SLOTS * BINS);
    const sums = new Float64Array(SLOTS * BINS);
    const missing = new Float64Array(SLOTS);
    for (let slot = 0; slot < SLOTS; slot++) {
      const shift = metric % 5 === 0 && slot > 40 ? 0.5 : 0;
      const own = binned(rowsPerSlot, shift, missingShare);
      counts.set(own.counts, slot * BINS);
      sums.set(own.sums, slot * BINS);
      missing[slot] = own.missing;
    }
    Object.assign(columns, {
      [`counts.${metric}`]: counts,
      [`sums.${metric}`]: sums,
      [`missing.${metric}`]: missing,
    });
    const reference = binned(20_000, 0, missingShare);
    return {
      metric: `input.f${metric}`,
      group: 'input',
      name: `f${metric}`,
      kind: 'numeric',
      bins: { kind: 'numeric', edges: Array.from({ length: BINS - 1 }, (_, i) => i), atoms: false },
      counts: [...reference.counts],
      sums: [...reference.sums],
      missing: reference.missing,
      labels: Array.from({ length: BINS }, (_, bin) => `bin ${bin}`),
    };
  });
  const instant = new Date(0).toISOString();
  const header: HistogramsHeader = {
    stepSeconds: 3600,
    asOf: instant,
    reference: {
      id: 'bench',
      pipeline: 'bench',
      stage: 'bench',
      name: 'bench',
      version: 1,
      from: instant,
      to: instant,
      rows: 20_000,
      createdAt: instant,
      createdBy: 'bench',
      source: 'window',
      automatic: false,
      provisional: false,
    },
    metrics,
  };
  return encodeColumns(header, columns);

  function binned(rows: number, shift: number, missingShare: number) {
    const result = { counts: new Float64Array(BINS), sums: new Float64Array(BINS), missing: 0 };
    for (let row = 0; row < rows; row++) {
      if (uniform(draw) < missingShare) {
        result.missing += 1;
        continue;
      }
      const value = normal(draw) + shift;
      const above = edges.findIndex((edge) => value <= edge);
      const bin = above < 0 ? BINS - 1 : above;
      result.counts[bin]! += 1;
      result.sums[bin]! += value;
    }
    return result;
  }
}
