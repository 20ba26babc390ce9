import { expect, it } from 'vitest';
import { chiSquareTail, logChiSquareTail } from '#stats/special/chi-square-tail.ts';
import { cramerVonMisesTail, logCramerVonMisesTail } from '#stats/special/cramer-von-mises-tail.ts';
import { fTail, logFTail } from '#stats/special/f-tail.ts';
import { incompleteBeta, incompleteBetaInverse } from '#stats/special/incomplete-beta.ts';
import { kolmogorovFiniteTail } from '#stats/special/kolmogorov-finite.ts';
import { kolmogorovTail, logKolmogorovTail } from '#stats/special/kolmogorov.ts';
import { logGamma } from '#stats/special/log-gamma.ts';
import { logNormalTail, normalQuantile, normalTail } from '#stats/special/normal.ts';
import { logStudentTTail, studentTTail } from '#stats/special/student-t-tail.ts';
import { mismatches, referenceCases } from '../conformance/case.ts';

const functions: Record<string, (...args: number[]) => number> = {
  normal_sf: normalTail,
  normal_ppf: normalQuantile,
  chi2_sf: chiSquareTail,
  t_sf: studentTTail,
  f_sf: fTail,
  kolmogorov_sf: kolmogorovTail,
  kstwo_sf: kolmogorovFiniteTail,
  cvm_sf: cramerVonMisesTail,
  lgamma: logGamma,
};

it.each(referenceCases('special-functions'))('$statistic agrees with mpmath or SciPy: $id', (test) => {
  const args = test.inputs['args'] as number[];

  expect(mismatches({ value: functions[test.statistic]?.(...args) }, test)).toEqual([]);
});

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
