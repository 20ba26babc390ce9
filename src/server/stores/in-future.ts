import { sql, type SQL } from 'drizzle-orm';

/** So much later by the database's clock. */
export function inFuture(ms: number): SQL {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}
