import { describe, expect, it } from 'vitest';
import { columnAt, gridOf } from '#web/features/drift/drift-grid.ts';

const hour = 3600_000;
const day = 24 * hour;

describe('the columns of the map', () => {
  it('are all slots of the window, also those without rows', () => {
    const grid = gridOf(Float64Array.of(2 * hour, 4 * hour), 3600, { fromMs: hour, toMs: 6 * hour });

    expect([...grid.times].map((time) => time / hour)).toEqual([1, 2, 3, 4, 5]);
    expect([...grid.slots]).toEqual([-1, 0, -1, 1, -1]);
  });

  it('are cut at the old end when they are too many', () => {
    const grid = gridOf(Float64Array.of(), 60, { fromMs: 0, toMs: 10 * day });

    expect(grid.times).toHaveLength(1000);
    expect((grid.times.at(-1) ?? 0) + 60_000).toBe(10 * day);
  });

  it('are found by any moment in them', () => {
    const grid = gridOf(Float64Array.of(), 3600, { fromMs: 0, toMs: 3 * hour });

    expect(columnAt(grid, 3600, 1.5 * hour)).toBe(1);
    expect(columnAt(grid, 3600, 3 * hour)).toBeUndefined();
    expect(columnAt(grid, 3600, -1)).toBeUndefined();
  });
});
