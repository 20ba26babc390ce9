import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { IngestQueue } from '#api/ports.ts';
import type { PredictionLog } from '#api/prediction-log.ts';
import { createMemoryIngestQueue } from '#mocks/memory-ingest-queue.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { openSpool, type Lines, type Spool } from '#server/stores/spool.ts';
import { label, MINUTE_MS, prediction, START_MS } from './log-rows.ts';
import { memoryTarget, toBatch } from './memory-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'spool-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);

const untroubled = (cause: unknown) => {
  throw cause;
};

const queues: { name: string; open: (log: PredictionLog) => IngestQueue & { close?: Spool['close'] } }[] = [
  { name: 'in memory', open: createMemoryIngestQueue },
  { name: 'the spool', open: (log) => openSpool(newFile(), memoryTarget(log), untroubled) },
];

describe.each(queues)('the ingest queue: $name', ({ open }) => {
  it('brings accepted batches to the log', async () => {
    const log = createMemoryPredictionLog();
    const queue = open(log);

    const results = await Promise.all([
      queue.accept(rows(2), undefined, '{}'),
      queue.accept(rows(3), undefined, '{}'),
    ]);
    await queue.accept({ rows: [], labels: [label('p', 1)] }, undefined, '{}');
    await queue.settled();

    expect(results).toEqual([{ outcome: 'stored' }, { outcome: 'stored' }]);
    expect(await countOf(log)).toBe(5);
    expect(await log.labelExtent('p')).toEqual({ rows: 1, lastMs: START_MS + MINUTE_MS });
    await queue.close?.(1_000);
  });

  it('is settled when nothing was accepted', async () => {
    const queue = open(createMemoryPredictionLog());

    await expect(queue.settled()).resolves.toBeUndefined();

    await queue.close?.(1_000);
  });

  it('counts a repeated key once, and gives back its first receipt', async () => {
    const log = createMemoryPredictionLog();
    const queue = open(log);
    const idempotency = { key: 'k', bodyHash: 'h' };

    const first = await queue.accept(rows(2), idempotency, 'first');
    const second = await queue.accept(rows(2), { ...idempotency }, 'second');
    await queue.settled();

    expect([first, second]).toEqual([{ outcome: 'stored' }, { outcome: 'repeated', receipt: 'first' }]);
    expect(await countOf(log)).toBe(2);
    await queue.close?.(1_000);
  });

  it('counts a key once when it comes twice at once', async () => {
    const log = createMemoryPredictionLog();
    const queue = open(log);
    const idempotency = { key: 'k', bodyHash: 'h' };

    const results = await Promise.all([1, 2, 3].map(() => queue.accept(rows(2), idempotency, 'r')));
    await queue.settled();

    expect(results.map(({ outcome }) => outcome)).toEqual(['stored', 'repeated', 'repeated']);
    expect(await countOf(log)).toBe(2);
    await queue.close?.(1_000);
  });

  it('refuses a key that was used for another body', async () => {
    const log = createMemoryPredictionLog();
    const queue = open(log);

    await queue.accept(rows(2), { key: 'k', bodyHash: 'h' }, 'first');
    const other = await queue.accept(rows(5), { key: 'k', bodyHash: 'other' }, 'second');
    await queue.settled();

    expect(other).toEqual({ outcome: 'conflict' });
    expect(await countOf(log)).toBe(2);
    await queue.close?.(1_000);
  });
});

describe('the spool', () => {
  it('hands over rows as they came', async () => {
    const received: Lines[] = [];
    const spool = openSpool(
      newFile(),
      { insertLines: async (lines) => void received.push(lines) },
      untroubled,
    );
    const batch = {
      rows: [prediction('p', 1, { text: 'a\n"b"\\ud800 \\\\ 😀', numbers: { x: -1.5e-300 } })],
      labels: [label('p', 2)],
    };

    await spool.accept(batch, undefined, '{}');
    await spool.settled();

    expect(received.map(toBatch)).toEqual([batch]);
    await spool.close(1_000);
  });

  it('gathers waiting batches into one insert, in their order', async () => {
    const inserted: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const spool = openSpool(
      newFile(),
      {
        async insertLines(lines) {
          inserted.push(toBatch(lines).rows.map(({ numbers }) => numbers.x ?? 0));
          await gate.promise;
        },
      },
      untroubled,
    );

    for (const x of [1, 2, 3, 4])
      await spool.accept({ rows: [prediction('p', 1, { numbers: { x } })], labels: [] }, undefined, '');
    gate.resolve();
    await spool.settled();

    expect(inserted).toEqual([[1], [2, 3, 4]]);
    await spool.close(1_000);
  });

  it('keeps trying with the same token while the log is down, and says so', async () => {
    const tokens: string[] = [];
    const troubles: unknown[] = [];
    const spool = openSpool(
      newFile(),
      {
        async insertLines(_, token) {
          tokens.push(token);
          if (tokens.length < 3) throw new Error('down');
        },
      },
      (trouble) => troubles.push(trouble),
    );

    await spool.accept(rows(1), undefined, '');
    await spool.settled();

    expect(tokens).toEqual([tokens[0], tokens[0], tokens[0]]);
    expect(troubles).toHaveLength(2);
    await spool.close(1_000);
  });

  it('keeps what did not reach the log for the next start, under the same token', async () => {
    const file = newFile();
    const tokens: string[] = [];
    const first = openSpool(
      file,
      { insertLines: (_, token) => (tokens.push(token), new Promise(() => {})) },
      untroubled,
    );
    await first.accept(rows(2), undefined, '');
    await first.accept(rows(3), { key: 'k', bodyHash: 'h' }, 'r');
    await first.close(50);

    const log = createMemoryPredictionLog();
    const target = memoryTarget(log);
    const second = openSpool(
      file,
      { insertLines: (lines, token) => (tokens.push(token), target.insertLines(lines, token)) },
      untroubled,
    );
    const repeated = await second.accept(rows(3), { key: 'k', bodyHash: 'h' }, '');
    await second.settled();

    expect(repeated).toEqual({ outcome: 'repeated', receipt: 'r' });
    expect(await countOf(log)).toBe(5);
    expect(tokens[1]).toBe(tokens[0]);
    await second.close(1_000);
  });

  it('is settled at once after a restart with nothing left to move', async () => {
    const file = newFile();
    const log = createMemoryPredictionLog();
    const first = openSpool(file, memoryTarget(log), untroubled);
    await first.accept(rows(2), { key: 'k', bodyHash: 'h' }, 'r');
    await first.close(5_000);

    const second = openSpool(file, memoryTarget(log), untroubled);
    await second.settled();
    const repeated = await second.accept(rows(2), { key: 'k', bodyHash: 'h' }, '');

    expect(repeated).toEqual({ outcome: 'repeated', receipt: 'r' });
    expect(await countOf(log)).toBe(2);
    await second.close(1_000);
  });

  it('moves what waits before it closes, and takes nothing any more', async () => {
    const log = createMemoryPredictionLog();
    const spool = openSpool(newFile(), memoryTarget(log), untroubled);
    const accepted = Promise.all([1, 2, 3].map(() => spool.accept(rows(1), undefined, '')));
    await accepted;

    await spool.close(5_000);

    expect(await countOf(log)).toBe(3);
    expect(await spool.accept(rows(1), undefined, '')).toEqual({
      outcome: 'unavailable',
      reason: 'the server is stopping: send the batch again',
    });
  });

  it('lets other work of the event loop through while it writes down ten thousand rows', async () => {
    const spool = openSpool(newFile(), { insertLines: async () => {} }, untroubled);
    const batch = { rows: Array.from({ length: 10_000 }, (_, index) => prediction('p', index)), labels: [] };
    let turns = 0;
    const ticks = setInterval(() => turns++, 0);

    await spool.accept(batch, undefined, '');
    clearInterval(ticks);

    expect(turns).toBeGreaterThan(2);
    await spool.close(1_000);
  });
});

function rows(count: number) {
  return { rows: Array.from({ length: count }, (_, index) => prediction('p', index)), labels: [] };
}

async function countOf(log: PredictionLog): Promise<number> {
  const stages = await log.listStages();
  return stages.reduce((sum, stage) => sum + stage.rows, 0);
}
