import type { CountedRows, RequestCounter } from '#api/rollout-evidence.ts';
import type { StageSelection } from '#api/prediction-log.ts';
import type { Exchange } from './recorder.ts';

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 48 * 60;

type Counted = Pick<Exchange, 'pipeline' | 'stage' | 'version'> & { role: string };

/**
 * How many rows the log should have of what went through this process, by the minute in which a request began. Kept for
 * two days, from the first whole minute after the start on.
 */
export interface RequestCounts extends RequestCounter {
  add(exchange: Counted & Pick<Exchange, 'startedMs'>, rows: number): void;
}

export function createRequestCounts(now: () => number): RequestCounts {
  const minutesOf = new Map<string, Map<number, number>>();
  const firstMinute = Math.ceil(now() / MINUTE_MS);
  const oldestMinute = () => Math.max(firstMinute, Math.floor(now() / MINUTE_MS) - KEPT_MINUTES);

  return {
    add(exchange, rows) {
      const key = keyOf(exchange);
      const minutes = minutesOf.get(key) ?? new Map<number, number>();
      minutesOf.set(key, minutes);
      const minute = Math.floor(exchange.startedMs / MINUTE_MS);
      minutes.set(minute, (minutes.get(minute) ?? 0) + rows);
      if (minutes.size > KEPT_MINUTES)
        for (const old of minutes.keys()) if (old < oldestMinute()) minutes.delete(old);
    },
    expectedRows({ pipeline, stage, version, role, fromMs, toMs }: StageSelection): CountedRows | null {
      if (version === undefined || role === undefined) return null;
      const from = Math.max(Math.ceil(fromMs / MINUTE_MS), oldestMinute());
      const to = Math.floor(toMs / MINUTE_MS) - 1; // what has just begun may not have ended, or waits to be recorded
      const minutes = minutesOf.get(keyOf({ pipeline, stage, version, role })) ?? new Map<number, number>();
      let rows = 0;
      for (const [minute, counted] of minutes) if (minute >= from && minute < to) rows += counted;
      return rows === 0 ? null : { rows, fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS };
    },
  };
}

function keyOf({ pipeline, stage, version, role }: Counted): string {
  return JSON.stringify([pipeline, stage, version, role]);
}
