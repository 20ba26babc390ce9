import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { mulberry32, normal } from '#stats/random.ts';
import { type ChangePointOptions, type ChangePoints, changePoints } from '#stats/streams/change-points.ts';
import { dataFilesIn } from '../conformance/data-files.ts';

const data = dataFilesIn([fileURLToPath(new URL('../../reference/data', import.meta.url))]);

function noise(n: number, seed: number, persistence = 0): number[] {
  const draw = mulberry32(seed);
  let value = 0;
  return Array.from({ length: n }, () => {
    value = persistence * value + Math.sqrt(1 - persistence ** 2) * normal(draw);
    return value;
  });
}

function found(series: ArrayLike<number>, options?: ChangePointOptions): ChangePoints {
  const result = changePoints(series, options);
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result;
}

/** Least cost over all ways to cut, by dynamic programming without pruning. */
function bruteForce(values: number[], noiseSd: number, penalty: number, minSegment: number): number {
  const squares = (from: number, to: number) => {
    const part = values.slice(from, to);
    const mean = part.reduce((a, b) => a + b) / part.length;
    return part.reduce((sum, x) => sum + ((x - mean) / noiseSd) ** 2, 0);
  };
  const best = [-penalty];
  for (let end = 1; end <= values.length; end++) {
    best[end] = Number.POSITIVE_INFINITY;
    for (let start = 0; start <= end - minSegment; start++) {
      best[end] = Math.min(best[end] as number, (best[start] as number) + squares(start, end) + penalty);
    }
  }
  return best.at(-1) as number;
}

function costOf(values: number[], { changes, noise: sd, penalty }: ChangePoints): number {
  const bounds = [0, ...changes.map(({ index }) => index), values.length];
  let cost = penalty * changes.length;
  for (let i = 1; i < bounds.length; i++) {
    const part = values.slice(bounds[i - 1], bounds[i]);
    const mean = part.reduce((a, b) => a + b) / part.length;
    cost += part.reduce((sum, x) => sum + ((x - mean) / sd) ** 2, 0);
  }
  return cost;
}

describe('the change points of a series', () => {
  it.each([
    ['quality_control_2', 97],
    ['quality_control_3', 179],
    ['quality_control_4', 342],
  ])('hold the known change of %s', (name, known) => {
    const { changes } = found(data.series(`change_points/${name}.json`));

    expect(changes.some(({ lower, upper }) => lower <= known && known <= upper)).toBe(true);
  });

  it('are none in the series that people found constant', () => {
    expect(found(data.series('change_points/quality_control_5.json')).changes).toEqual([]);
  });

  it('of the well log hold all that three of its five annotators agree on', () => {
    const { changes } = found(data.series('change_points/well_log.json'));
    const indices = changes.map(({ index }) => index);

    for (const agreed of [179, 255, 281, 311, 343, 402, 412, 422, 432]) {
      expect(indices.some((index) => Math.abs(index - agreed) <= 2)).toBe(true);
    }
  });

  it.each([1, 3, 5])(
    'cost as little as the best of all segmentations, segments of at least %i',
    (minSegment) => {
      for (let seed = 0; seed < 20; seed++) {
        const values = noise(60, seed).map((x, i) => x + (i > 20 ? 1.5 : 0) - (i > 40 ? 3 : 0));
        const result = found(values, { minSegment, penalty: 4, autocorrelation: 'none' });

        expect(costOf(values, result)).toBeCloseTo(bruteForce(values, result.noise, 4, minSegment), 8);
      }
    },
  );

  it('are seldom found where there are none, also in slow waves', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const falseShare = (persistence: number) =>
      seeds.filter((seed) => found(noise(400, seed, persistence)).changes.length > 0).length / seeds.length;

    expect(falseShare(0)).toBeLessThan(0.03);
    expect(falseShare(0.5)).toBeLessThan(0.1);
  });

  it('lie within their interval about as often as promised', () => {
    const hits = Array.from({ length: 300 }, (_, seed) =>
      found(
        noise(200, seed).map((x, i) => (i < 120 ? x : x + 1.2)),
        { autocorrelation: 'none' },
      ),
    ).filter(({ changes }) => changes.length === 1);
    const covered = hits.filter(
      ({ changes: [change] }) => change && change.lower <= 120 && 120 <= change.upper,
    );

    expect(hits.length).toBeGreaterThan(270);
    expect(covered.length / hits.length).toBeGreaterThan(0.92);
  });

  it('are the same places in a scaled and shifted series, and keep their indices where values are missing', () => {
    const values = noise(100, 1).map((x, i) => (i < 50 ? x : x + 3));
    const places = (series: number[]) => found(series).changes.map(({ index }) => index);

    expect(places(values)).toEqual([50]);
    expect(places(values.map((x) => 1e6 + 1e-3 * x))).toEqual([50]);
    expect(places(values.flatMap((x) => [Number.NaN, x]))).toEqual([101]);
  });

  it('of a constant series are none, of a pure step is the step', () => {
    const step = Array.from({ length: 40 }, (_, i) => (i < 13 ? 2 : 5));

    expect(found(Array.from({ length: 40 }, () => 7)).changes).toEqual([]);
    expect(found(step).changes).toEqual([{ index: 13, lower: 13, upper: 13, before: 2, after: 5 }]);
  });

  it('of too few values are not available, with the reason', () => {
    expect(changePoints([1, 2, Number.NaN])).toEqual({
      status: 'unavailable',
      reason: 'too-few-rows',
    });
  });
});
