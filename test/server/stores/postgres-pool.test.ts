import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { describe, expect, it } from 'vitest';
import { PostgresPool } from '#server/stores/postgres-pool.ts';
import { interruptedLine } from './interrupted-line.ts';

const url = process.env.DATABASE_URL;

describe.skipIf(url === undefined)('the pool of PostgreSQL', () => {
  it('has its clients back after transactions that could not begin', async () => {
    const line = await interruptedLine(url as string);
    const pool = new PostgresPool({ connectionString: line.url, max: 1 });
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    const database = drizzle({ client: pool });
    const one = () => database.transaction((tx) => tx.execute(sql`select 1 as one`));
    await one();

    const client = await pool.connect();
    line.cut();
    await expect(client.query('select 1')).rejects.toBeInstanceOf(Error);
    line.mend();
    for (let round = 0; round < 3; round++) {
      await one();
      pool.once('acquire', () => line.cut()); // between the client and its BEGIN
      await expect(one()).rejects.toBeInstanceOf(Error);
      line.mend();
    }

    expect((await one()).rows).toEqual([{ one: 1 }]);
    await pool.end();
    await line.close();
  });
});
