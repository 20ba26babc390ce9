import { describe, expect, it } from 'vitest';

import { type Draw, mulberry32, normal, uniform } from '#stats/random.ts';
import { levelChanges } from '#stats/streams/level-changes.ts';

const rows = 12;

function found(result: ReturnType<typeof levelChanges>) {
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result.changes;
}

/** Shares of `rows` draws each, and the counts behind them. */
function shares(draw: Draw, slots: number, shareAt: (slot: number) => number) {
  const values = Float64Array.from({ length: slots }, (_, slot) => {
    let hits = 0;
    for (let row = 0; row < rows; row++) if (uniform(draw) < shareAt(slot)) hits++;
    return hits / rows;
  });
  return { values, counts: new Float64Array(slots).fill(rows) };
}

/** The largest of `rows` draws of which one in a hundred is very slow. */
function slowest(draw: Draw, slots: number, median: (slot: number) => number) {
  const values = Float64Array.from({ length: slots }, (_, slot) => {
    const times = Array.from(
      { length: rows },
      () => median(slot) * Math.exp(0.2 * normal(draw)) * (uniform(draw) < 0.01 ? 15 : 1),
    );
    return Math.max(...times);
  });
  return { values, counts: new Float64Array(slots).fill(rows) };
}

describe('changes of the level of a series of few rows a slot', () => {
  it.each([
    ['shares of 3 %', true, (draw: Draw) => shares(draw, 360, () => 0.03)],
    ['shares of 0.1 %', true, (draw: Draw) => shares(draw, 360, () => 0.001)],
    ['latencies with slow requests', false, (draw: Draw) => slowest(draw, 360, () => 200)],
  ])('are rare where nothing changes: %s', (_, isShare, series) => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);

    const alarmed = seeds.filter((seed) => {
      const { values, counts } = series(mulberry32(seed));
      return found(levelChanges(values, counts, { isShare, family: 30 })).length > 0;
    });

    expect(alarmed.length).toBeLessThanOrEqual(2);
  });

  it('are found in a share that rises, with its levels on both sides', () => {
    const { values, counts } = shares(mulberry32(3), 360, (slot) => (slot < 240 ? 0.02 : 0.25));

    const changes = found(levelChanges(values, counts, { isShare: true, family: 30 }));

    expect(changes).toHaveLength(1);
    const [change] = changes;
    expect(change?.lower).toBeLessThanOrEqual(240);
    expect(change?.upper).toBeGreaterThanOrEqual(240);
    expect(change?.before).toBeCloseTo(0.02, 1.5);
    expect(change?.after).toBeCloseTo(0.25, 1.5);
  });

  it('are found behind outliers', () => {
    const { values, counts } = slowest(mulberry32(4), 360, (slot) => (slot < 200 ? 200 : 320));

    const changes = found(levelChanges(values, counts, { isShare: false }));

    expect(changes.map(({ index }) => Math.abs(index - 200) <= 3)).toEqual([true]);
  });

  it('weigh the means by their counts and leave missing values out', () => {
    const values = [0, 0, 0, NaN, 0, 0, 0, 10, 10, 10, 10, 10, 40];
    const counts = [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 5];

    const [change] = found(levelChanges(values, counts, { isShare: false }));

    expect(change).toMatchObject({ index: 7, before: 0, after: (5 * 10 + 5 * 40) / 10 });
  });

  it('are not looked for in few values, nor in columns of different length', () => {
    expect(levelChanges([1, 2], [1, 1], { isShare: false })).toMatchObject({ status: 'unavailable' });
    expect(levelChanges([], [], { isShare: true })).toMatchObject({ status: 'unavailable' });
    expect(() => levelChanges([1, 2], [1], { isShare: false })).toThrow(RangeError);
  });
});
