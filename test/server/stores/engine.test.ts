import { createClient, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine, type Engine } from '#server/stores/engine/start-engine.ts';

const LONG_QUERY = 'SELECT sum(sipHash64(number)) AS x FROM numbers(100000000000)';

describe('the embedded engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const troubles: unknown[] = [];
  let engine: Engine;
  let client: ClickHouseClient;

  beforeAll(async () => {
    engine = await startEngine(join(folder, 'log'), (cause) => troubles.push(cause));
    client = createClient({
      url: 'http://engine',
      http_agent: engine.agent,
      max_open_connections: 10,
      log: { level: 127 },
      clickhouse_settings: { max_execution_time: 30 },
    });
  });
  afterAll(async () => {
    await client.close();
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  async function select(
    query: string,
    params: Record<string, unknown> = {},
    settings: ClickHouseSettings = {},
  ) {
    const result = await client.query({
      query,
      query_params: params,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
    });
    return result.json();
  }

  const running = () =>
    select(
      "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'",
    );

  it('takes parameters as they are', async () => {
    const hostile = ["it's", '\\', '\n\t\r\0', '<script>', '😀', "'; DROP TABLE rows; --", '{a:String}'];

    const rows = await select('SELECT {one:String} AS one, {all:Array(String)} AS all, {n:UInt32} AS n', {
      one: hostile.join(''),
      all: hostile,
      n: 7,
    });

    expect(rows).toEqual([{ one: hostile.join(''), all: hostile, n: 7 }]);
  });

  it('takes 300 parameters of 500 characters', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${'😀'.repeat(248)}${index}`);

    expect(await select('SELECT length({names:Array(String)}) AS n', { names })).toEqual([{ n: 300 }]);
  });

  it('applies the settings of a query to that query only', async () => {
    const read = "SELECT toInt32(getSetting('max_result_rows')) AS rows";

    const limited = await Promise.all(
      [1, 2, 3, 4].map((rows) => select(read, {}, { max_result_rows: String(rows) })),
    );
    const free = await Promise.all([1, 2, 3, 4].map(() => select(read)));

    expect(limited).toEqual([1, 2, 3, 4].map((rows) => [{ rows }]));
    expect(free).toEqual([1, 2, 3, 4].map(() => [{ rows: 0 }]));
  });

  it('answers an error with its code, and goes on', async () => {
    await expect(select('SELECT nothing')).rejects.toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' });
    await expect(select('SELECT 1', {}, { no_such: 1 })).rejects.toMatchObject({
      code: '115',
    });

    expect(await select('SELECT 1 AS x')).toEqual([{ x: 1 }]);
  });

  it('stops a query at its time limit', async () => {
    await expect(select(LONG_QUERY, {}, { max_execution_time: 1 })).rejects.toMatchObject({ code: '159' });
  });

  it('stores what is inserted', async () => {
    await client.command({
      query: 'CREATE TABLE notes (id UInt32, text String) ENGINE = MergeTree ORDER BY id',
    });
    await client.insert({
      table: 'notes',
      values: [{ id: 1, text: 'a "b" \\ 😀\n' }],
      format: 'JSONEachRow',
    });

    expect(await select('SELECT * FROM notes')).toEqual([{ id: 1, text: 'a "b" \\ 😀\n' }]);
  });

  it('kills the query of a client that goes away, and leaves nothing of it in later answers', async () => {
    const gone = new AbortController();
    const query = client.query({ query: LONG_QUERY, abort_signal: gone.signal });
    await vi.waitFor(async () => expect(await running()).toEqual([{ n: 1 }]), 5_000);
    gone.abort();
    await expect(query).rejects.toThrow('abort');

    await vi.waitFor(async () => expect(await running()).toEqual([{ n: 0 }]), 10_000);
    for (let turn = 0; turn < 8; turn++) expect(await select(`SELECT ${turn} AS x`)).toEqual([{ x: turn }]);
  });

  it('answers reads while all writers are busy', async () => {
    const writes = [1, 2].map(() =>
      client.command({ query: 'INSERT INTO notes SELECT 2, toString(sleep(2))' }),
    );

    const startedMs = performance.now();
    await select('SELECT 1');

    expect(performance.now() - startedMs).toBeLessThan(1_500);
    await Promise.all(writes);
  });

  it('starts again after a crash, with its data', async () => {
    const pid = engine.pid() as number;
    process.kill(pid, 'SIGKILL');

    await vi.waitFor(
      async () => expect(await select('SELECT text FROM notes WHERE id = 1')).toHaveLength(1),
      15_000,
    );
    expect(engine.pid()).not.toBe(pid);
    expect(troubles).toEqual([
      new Error('the embedded engine ended (SIGKILL); it is started again in 250 ms'),
    ]);
  });
});
