import { describe, expect, it } from 'vitest';
import { choice, createRandom, logNormal, normal, partSeed, poisson, type Random } from '#sample/random.ts';

const DRAWS = 20_000;

function draws(draw: (random: Random) => number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: DRAWS }, () => draw(random));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('createRandom', () => {
  it('gives the values of mulberry32 for seed 0', () => {
    const random = createRandom(0);

    expect([random(), random()]).toEqual([0.26642920868471265, 0.0003297457005828619]);
  });

  it('repeats itself for the same seed, and differs for the next', () => {
    expect(draws((random) => random(), 5)).toEqual(draws((random) => random(), 5));
    expect(draws((random) => random(), 5)[0]).not.toBe(draws((random) => random(), 6)[0]);
  });
});

describe('partSeed', () => {
  it('gives neighbouring parts seeds of their own', () => {
    const seeds = Array.from({ length: DRAWS }, (_, part) => partSeed(7, part));

    expect(new Set(seeds).size).toBe(DRAWS);
  });

  it('leaves no relation between the first draws of neighbouring parts', () => {
    const firsts = Array.from({ length: DRAWS }, (_, part) => createRandom(partSeed(7, part))() - 0.5);
    const products = firsts.slice(1).map((value, index) => value * (firsts[index] ?? 0));

    expect(Math.abs(mean(products) * 12)).toBeLessThan(4 / Math.sqrt(DRAWS));
  });
});

describe('the distributions', () => {
  it('draws normals of the given mean and deviation', () => {
    const values = draws((random) => normal(random, 10, 2));
    const variance = mean(values.map((value) => (value - 10) ** 2));

    expect(mean(values)).toBeCloseTo(10, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  it('draws log-normals around the given median', () => {
    const values = draws((random) => logNormal(random, 3, 0.5)).sort((a, b) => a - b);

    expect(values[DRAWS / 2]).toBeCloseTo(3, 1);
    expect(values[0]).toBeGreaterThan(0);
  });

  it.each([0, 0.2, 12, 80])('draws Poisson counts with mean and variance %d', (expected) => {
    const values = draws((random) => poisson(random, expected));
    const variance = mean(values.map((value) => (value - expected) ** 2));
    const tolerance = 6 * Math.sqrt((expected + 2 * expected ** 2) / DRAWS);

    expect(Math.abs(mean(values) - expected)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(variance - expected)).toBeLessThanOrEqual(tolerance);
  });

  it.each([-1, Number.NaN, 701])('refuses a Poisson mean of %d', (wrong) => {
    expect(() => poisson(createRandom(1), wrong)).toThrow(RangeError);
  });

  it('chooses in proportion to the weights', () => {
    const options = [
      ['a', 1],
      ['b', 3],
    ] as const;
    const values = draws((random) => (choice(random, options) === 'b' ? 1 : 0));

    expect(mean(values)).toBeCloseTo(0.75, 1);
  });

  it('has nothing to choose from in an empty list', () => {
    expect(() => choice(createRandom(1), [])).toThrow(RangeError);
  });
});
