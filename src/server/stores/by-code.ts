import { sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** By code point, whatever the database's collation. */
export function byCode(column: PgColumn) {
  return sql`${column} COLLATE "C"`;
}
