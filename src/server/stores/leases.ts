import { sql } from 'drizzle-orm';
import type { RolloutStore } from '#api/rollout-store.ts';
import type { ControlDatabase } from './control-store.ts';
import { leases } from './rollout-schema.ts';

/** Leases by the clock of the database: one statement takes, keeps or refuses. */
export function createLeaseStore(database: ControlDatabase): Pick<RolloutStore, 'takeLease'> {
  return {
    async takeLease(name, holder, leaseMs) {
      const until = sql`clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond'`;
      const [taken] = await database
        .insert(leases)
        .values({ name, holder, fence: 1, until })
        .onConflictDoUpdate({
          target: leases.name,
          set: {
            holder,
            until,
            fence: sql`${leases.fence} + CASE WHEN ${leases.holder} = ${holder} AND ${leases.until} > clock_timestamp() THEN 0 ELSE 1 END`,
          },
          setWhere: sql`${leases.holder} = ${holder} OR ${leases.until} <= clock_timestamp()`,
        })
        .returning({ fence: leases.fence });
      return taken?.fence;
    },
  };
}
