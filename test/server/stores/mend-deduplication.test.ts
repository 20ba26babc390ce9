import { createClient } from '@clickhouse/client';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEngine } from '#server/stores/engine/start-engine.ts';

const untroubled = (cause: unknown) => {
  throw cause;
};

describe('the embedded engine, killed between noting a token and storing its rows', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mend-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function withEngine<T>(work: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
    const engine = await startEngine(folder, untroubled);
    const client = createClient({ url: 'http://engine', http_agent: engine.agent });
    try {
      return await work(client);
    } finally {
      await client.close();
      await engine.close();
    }
  }

  it('stores them when the insert comes again, and still knows the inserts it has stored', async () => {
    const insert = (client: ReturnType<typeof createClient>, token: string) =>
      client.insert({
        table: 'counts',
        values: [{ token }],
        format: 'JSONEachRow',
        clickhouse_settings: { insert_deduplication_token: token },
      });
    await withEngine(async (client) => {
      await client.command({
        query:
          'CREATE TABLE counts (token String) ENGINE = MergeTree ORDER BY token SETTINGS non_replicated_deduplication_window = 100',
      });
      for (const token of ['a', 'b', 'c', 'd']) await insert(client, token);
      await client.command({ query: 'OPTIMIZE TABLE counts FINAL' }); // noted parts live on in a merged one
      for (const token of ['e', 'f']) await insert(client, token);
    });
    const [log = ''] = globSync(join(folder, 'store/*/*/deduplication_logs/*.txt'));
    const last = readFileSync(log, 'utf8').trim().split('\n').at(-1)?.split('\t')[1] ?? '';
    rmSync(join(log, '../..', last), { recursive: true });

    const rows = await withEngine(async (client) => {
      for (const token of ['a', 'b', 'c', 'd', 'e', 'f']) await insert(client, token);
      const result = await client.query({
        query: 'SELECT token FROM counts ORDER BY token',
        format: 'JSONEachRow',
      });
      return result.json<{ token: string }>();
    });

    expect(rows.map(({ token }) => token)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
