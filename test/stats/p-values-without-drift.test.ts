import { expect, it } from 'vitest';

import { brownForsythe } from '#stats/brown-forsythe.ts';
import { chiSquare } from '#stats/chi-square.ts';
import { classifierTest } from '#stats/classifier-test.ts';
import { cramerVonMises } from '#stats/cramer-von-mises.ts';
import { gTest } from '#stats/g-test.ts';
import { ksOnBins, ksOnRows } from '#stats/ks.ts';
import { mannWhitney } from '#stats/mann-whitney.ts';
import { missingShare } from '#stats/missing-share.ts';
import { mmdLinear } from '#stats/mmd-linear.ts';
import { mmd } from '#stats/mmd.ts';
import { pointsOf } from '#stats/points.ts';
import { psiTest } from '#stats/psi.ts';
import { below, type Draw, mulberry32, normal } from '#stats/random.ts';
import { sampleOf } from '#stats/sample.ts';
import type { TestResult } from '#stats/test-result.ts';
import { welchT } from '#stats/t-test.ts';

const levels = [0.05, 0.2, 0.5];

const rows = (draw: Draw, size: number) => sampleOf(Float64Array.from({ length: size }, () => normal(draw)));
const points = (draw: Draw, size: number) =>
  pointsOf(Array.from({ length: size }, () => [normal(draw), normal(draw)]));
const binned = (draw: Draw, size: number) => {
  const counts = new Float64Array(10);
  for (let i = 0; i < size; i++) counts[below(draw, 10)]! += 1;
  return counts;
};
const missing = (draw: Draw, size: number) => {
  let count = 0;
  for (let i = 0; i < size; i++) if (below(draw, 10) === 0) count += 1;
  return count;
};

/** Share of p-values below each level, for two samples of one distribution, and four standard errors of it. */
function sharesBelow(test: (draw: Draw) => TestResult, seed: number, runs: number) {
  const draw = mulberry32(seed);
  const found = Array.from({ length: runs }, () => {
    const result = test(draw);
    return result.status === 'ok' ? result.p : NaN;
  });
  return levels.map((level) => ({
    level,
    share: found.filter((p) => p < level).length / runs,
    noise: 4 * Math.sqrt((level * (1 - level)) / runs),
  }));
}

it.each<[string, number, (draw: Draw) => TestResult]>([
  ['Cramér-von Mises', 1500, (draw) => cramerVonMises(rows(draw, 80), rows(draw, 60))],
  ['Mann-Whitney', 1500, (draw) => mannWhitney(rows(draw, 80), rows(draw, 60))],
  ['Welch', 1500, (draw) => welchT(rows(draw, 80), rows(draw, 60))],
  ['Brown-Forsythe', 1500, (draw) => brownForsythe(rows(draw, 80), rows(draw, 60))],
  ['chi-square', 1500, (draw) => chiSquare(binned(draw, 1000), binned(draw, 300))],
  ['G-test', 1500, (draw) => gTest(binned(draw, 1000), binned(draw, 300))],
  [
    'share of missing values',
    1500,
    (draw) => missingShare(missing(draw, 900), 900, missing(draw, 1100), 1100),
  ],
  ['Kolmogorov-Smirnov in its limit', 400, (draw) => ksOnRows(rows(draw, 1200), rows(draw, 1150))],
  [
    'MMD by permutation',
    400,
    (draw) => mmd(points(draw, 15), points(draw, 12), { seed: draw(), permutations: 39 }),
  ],
  ['MMD in linear time', 1500, (draw) => mmdLinear(points(draw, 120), points(draw, 120), 0.3)],
])('p-values without drift are uniform: %s', (name, runs, test) => {
  for (const { level, share, noise } of sharesBelow(test, name.length, runs)) {
    expect(Math.abs(share - level)).toBeLessThan(noise);
  }
});

it.each<[string, number, (draw: Draw) => TestResult]>([
  ['Kolmogorov-Smirnov', 1500, (draw) => ksOnRows(rows(draw, 80), rows(draw, 61))],
  ['Kolmogorov-Smirnov, equal sizes', 1500, (draw) => ksOnRows(rows(draw, 70), rows(draw, 70))],
  ['Kolmogorov-Smirnov on bins', 1500, (draw) => ksOnBins(binned(draw, 1000), binned(draw, 300))],
  ['population stability', 1500, (draw) => psiTest(binned(draw, 1000), binned(draw, 100))],
  ['classifier', 150, (draw) => classifierTest(points(draw, 40), points(draw, 35))],
])('p-values without drift are on the safe side, if not uniform: %s', (name, runs, test) => {
  for (const { level, share, noise } of sharesBelow(test, name.length, runs)) {
    expect(share).toBeLessThan(level + noise);
    expect(share).toBeGreaterThan(level / 10 - noise);
  }
});
