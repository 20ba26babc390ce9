import { describe, expect, it } from 'vitest';
import { createRequestCounts } from '#server/gateway/request-counts.ts';

const MINUTE_MS = 60_000;
const startMs = Date.UTC(2026, 10, 24, 10) - 20_000;
const place = { pipeline: 'speech', stage: 'asr', version: 'v17', role: 'live' as const };
const minute = (index: number) => startMs + 20_000 + index * MINUTE_MS;

function counted() {
  const clock = { ms: startMs };
  const counts = createRequestCounts(() => clock.ms);
  const expected = (fromMs: number, toMs: number, patch = {}) =>
    counts.expectedRows({ ...place, ...patch, fromMs, toMs });
  return { clock, counts, expected };
}

describe('the rows that a process expects in the log', () => {
  it('are counted in whole minutes, from its first one on, but for the last', () => {
    const { clock, counts, expected } = counted();
    counts.add({ ...place, startedMs: startMs }, 1); // before the first whole minute
    for (let index = 0; index < 4; index++) counts.add({ ...place, startedMs: minute(index) + 5 }, 2);
    clock.ms = minute(4);

    expect(expected(startMs - 9 * MINUTE_MS, minute(4) + 100)).toEqual({
      rows: 6,
      fromMs: minute(0),
      toMs: minute(3),
    });
    expect(expected(minute(1) + 1, minute(4))).toEqual({ rows: 2, fromMs: minute(2), toMs: minute(3) });
  });

  it('are those of the version and role that are asked for', () => {
    const { counts, expected } = counted();
    counts.add({ ...place, role: 'shadow', startedMs: minute(0) }, 1);

    expect(expected(minute(0), minute(3))).toBeNull();
    expect(expected(minute(0), minute(3), { role: undefined })).toBeNull();
    expect(expected(minute(0), minute(3), { role: 'shadow' })?.rows).toBe(1);
  });

  it('are kept for two days', () => {
    const { clock, counts, expected } = counted();
    for (let index = 0; index <= 3_000; index++) {
      clock.ms = minute(index);
      counts.add({ ...place, startedMs: minute(index) }, 1);
    }
    expect(expected(minute(0), minute(3_000))).toMatchObject({ rows: 2_879, fromMs: minute(120) });
  });
});
