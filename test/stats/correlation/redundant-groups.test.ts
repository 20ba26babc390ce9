import { describe, expect, it } from 'vitest';
import { redundantGroups } from '#stats/correlation/redundant-groups.ts';
import { mulberry32, normal } from '#stats/random.ts';

const draw = mulberry32(11);
const noise = (scale: number) => Float64Array.from({ length: 120 }, () => scale * normal(draw));
const walk = noise(1).map(
  (
    (sum) => (step) =>
      (sum += step)
  )(0),
);
const plus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + (b[i] ?? 0));
const daily = Float64Array.from({ length: 120 }, (_, i) => 5 * Math.sin(i / 4));

describe('redundant groups of series', () => {
  it('hold what goes up and down together, in any unit and direction', () => {
    const groups = redundantGroups([
      walk,
      noise(1),
      walk.map((x) => 1000 * x + 3),
      walk.map((x) => -Math.exp(x / 9)),
    ]);

    expect(groups).toEqual([{ members: [0, 2, 3], agreement: expect.closeTo(0.99, 2) }]);
  });

  it('do not hold what only shares its daily pattern', () => {
    expect(redundantGroups([plus(daily, noise(0.5)), plus(daily, noise(0.5))])).toEqual([]);
  });

  it('are complete: a chain whose ends differ is not one group', () => {
    const step = () => noise(0.34);
    const first = noise(1);
    const second = plus(first, step());
    const third = plus(second, step());

    const [group, ...others] = redundantGroups([first, second, third], { least: 0.92 });

    expect(group?.members).toHaveLength(2);
    expect(others).toEqual([]);
  });

  it('leave out constants, and pairs with too few common values', () => {
    const sparse = walk.map((value, i) => (i < 29 ? value : NaN));
    expect(
      redundantGroups([walk, sparse, new Float64Array(120).fill(3), new Float64Array(120).fill(3)]),
    ).toEqual([]);
    expect(redundantGroups([])).toEqual([]);
  });
});
