import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startEngine } from '#server/stores/engine/start-engine.ts';
import { openPredictionLog } from '#server/stores/prediction-log.ts';
import { openSpool } from '#server/stores/spool.ts';
import { crashBatch, CRASH_PIPELINE, rowsOf } from './crash-batch.ts';
import { HOUR_MS, MINUTE_MS, randomNumbers, START_MS } from './log-rows.ts';

const RUNS = 5;
const BATCHES_PER_RUN = 1_000;

describe('a server that is killed while it takes batches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'loses no accepted batch, and counts none twice, in rows and roll-ups',
    { timeout: 180_000 },
    async () => {
      const random = randomNumbers(11);
      const accepted = new Set<number>();
      for (let run = 0; run < RUNS; run++) {
        const killServerAfter = 20 + Math.floor(random() * 60);
        const killEngineAfter = run % 2 === 0 ? Math.floor(random() * killServerAfter) : undefined;
        for (const n of await runUntilKilled(run * BATCHES_PER_RUN, killServerAfter, killEngineAfter))
          accepted.add(n);
      }

      const engine = await startEngine(join(folder, 'clickhouse'), () => {});
      const predictions = await openPredictionLog({ agent: engine.agent });
      const spool = openSpool(join(folder, 'spool.db'), predictions, () => {});
      const again = [...accepted].slice(0, 40);
      const answers = await Promise.all(
        again.map((n) => spool.accept(crashBatch(n), { key: `key-${n}`, bodyHash: 'h' }, '')),
      );
      await spool.settled();

      const { log } = predictions;
      const selection = {
        pipeline: CRASH_PIPELINE,
        stage: 'asr',
        role: 'live' as const,
        fromMs: START_MS,
        toMs: START_MS + 24 * HOUR_MS,
      };
      const counts = new Map(
        (await log.categoryHistograms(selection, ['batch'])).map(({ category, count }) => [
          Number(category.slice(1)),
          count,
        ]),
      );
      const stored = [...counts.keys()];
      const total = stored.reduce((sum, n) => sum + rowsOf(n), 0);

      expect(answers).toEqual(again.map(() => ({ outcome: 'repeated', receipt: 'receipt' })));
      expect([...accepted].filter((n) => !counts.has(n))).toEqual([]);
      expect(stored.filter((n) => counts.get(n) !== rowsOf(n))).toEqual([]);
      for (const stepMs of [MINUTE_MS, HOUR_MS]) {
        expect(sumOf(await log.rowSlots({ ...selection, stepMs }), 'rows')).toBe(total);
        expect(sumOf(await log.categorySlots({ ...selection, stepMs, metrics: ['status'] }), 'count')).toBe(
          total,
        );
        expect(sumOf(await log.numericSlots({ ...selection, stepMs, metrics: ['batch'] }, []), 'sum')).toBe(
          stored.reduce((sum, n) => sum + (n + 1) * rowsOf(n), 0),
        );
      }
      expect(await log.numericValues(selection, 'batch', 1e6)).toHaveLength(total);
      expect((await log.listMetrics(CRASH_PIPELINE)).map(({ rows }) => rows)).toEqual([
        total,
        total,
        total,
        total,
      ]);
      expect((await log.labelExtent(CRASH_PIPELINE)).rows).toBe(stored.length);

      await spool.close(5_000);
      await predictions.close();
      await engine.close();
    },
  );

  /** The numbers of the batches that were accepted before the kill. */
  async function runUntilKilled(
    first: number,
    killServerAfter: number,
    killEngineAfter: number | undefined,
  ): Promise<number[]> {
    const server = fork(join(import.meta.dirname, 'accept-until-killed.ts'), [folder, String(first)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const accepted: number[] = [];
    server.on('message', (message: { accepted: number; engine: number }) => {
      accepted.push(message.accepted);
      if (accepted.length === killEngineAfter) process.kill(message.engine, 'SIGKILL');
      if (accepted.length === killServerAfter) server.kill('SIGKILL');
    });
    await once(server, 'exit');
    expect(accepted.length).toBeGreaterThanOrEqual(killServerAfter);
    return accepted;
  }
});

function sumOf<Key extends string>(slots: Record<Key, number>[], key: Key): number {
  return slots.reduce((sum, slot) => sum + slot[key], 0);
}
