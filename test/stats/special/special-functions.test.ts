import { expect, it } from 'vitest';
import { chiSquareTail, logChiSquareTail } from '#stats/special/chi-square-tail.ts';
import { cramerVonMisesTail, logCramerVonMisesTail } from '#stats/special/cramer-von-mises-tail.ts';
import { fTail, logFTail } from '#stats/special/f-tail.ts';
import { incompleteBeta, incompleteBetaInverse } from '#stats/special/incomplete-beta.ts';
import { kolmogorovTail, logKolmogorovTail } from '#stats/special/kolmogorov.ts';
import { logNormalTail, normalQuantile, normalTail } from '#stats/special/normal.ts';
import { logGamma } from '#stats/special/log-gamma.ts';
import { logStudentTTail, studentTTail } from '#stats/special/student-t-tail.ts';

it.each([
  ['normal', (x: number) => [normalTail(x), logNormalTail(x)]],
  ['chi-square', (x: number) => [chiSquareTail(x, 7), logChiSquareTail(x, 7)]],
  ['t', (x: number) => [studentTTail(x, 12), logStudentTTail(x, 12)]],
  ['F', (x: number) => [fTail(x, 3, 40), logFTail(x, 3, 40)]],
  ['Kolmogorov', (x: number) => [kolmogorovTail(x), logKolmogorovTail(x)]],
  ['Cramér-von Mises', (x: number) => [cramerVonMisesTail(x), logCramerVonMisesTail(x)]],
])('the logarithm of the %s tail is that of the tail', (_, tails) => {
  for (const x of [0.01, 0.3, 0.9, 1.1, 2, 4, 9]) {
    const [tail = NaN, logarithm = NaN] = tails(x);
    expect(Math.exp(logarithm)).toBeCloseTo(tail, 12);
    expect(Math.abs(logarithm - Math.log(tail))).toBeLessThan(1e-11 * Math.max(1, Math.abs(logarithm)));
  }
});

it('logarithms of tails go on where the tails underflow', () => {
  expect(logNormalTail(100)).toBeCloseTo(-5005.524208694205, 8);
  expect(logChiSquareTail(10_000, 2)).toBeCloseTo(-5000, 8);
  expect(logKolmogorovTail(40)).toBeCloseTo(Math.LN2 - 3200, 9);
});

it('the inverse of the incomplete beta function undoes it', () => {
  for (const p of [1e-6, 0.025, 0.5, 0.975]) {
    expect(incompleteBeta(3, 97, incompleteBetaInverse(3, 97, p))).toBeCloseTo(p, 13);
  }
});

it('the far tail of Cramér-von Mises agrees with mpmath at 60 digits', () => {
  expect(logCramerVonMisesTail(13.82703200435553)).toBeCloseTo(-70.5754047172939, 11);
  expect(logCramerVonMisesTail(922)).toBeCloseTo(-4554.32491782116, 9);
  expect(cramerVonMisesTail(922)).toBe(0);
});

it.each([
  // mpmath at 40 digits, by quadrature of the density
  ['t, 10⁵ degrees', studentTTail(2, 1e5), 0.022751481728753232],
  ['t, 10⁷ degrees', studentTTail(2, 1e7), 0.02275014544592148],
  ['F, 1 and 10⁶ degrees', fTail(2, 1, 1e6), 0.1572995183808347],
  ['ln Γ just above its zero at 1', logGamma(1.0001), -0.00005771334222047127],
  ['ln Γ just above its zero at 2', logGamma(2.0001), 0.000042281658112919945],
  ['the normal quantile beside ½', normalQuantile(0.4999999), -2.5066282747031063e-7],
  ['the normal quantile far out', normalQuantile(1e-300), -37.0470962993612],
])('%s keeps its digits', (_, got, truth) => {
  expect(Math.abs(got / truth - 1)).toBeLessThan(2e-12);
});
