import { chiSquareTail } from '#stats/special/chi-square-tail.ts';
import { cramerVonMisesTail } from '#stats/special/cramer-von-mises-tail.ts';
import { fTail } from '#stats/special/f-tail.ts';
import { kolmogorovFiniteTail } from '#stats/special/kolmogorov-finite.ts';
import { kolmogorovTail } from '#stats/special/kolmogorov.ts';
import { logGamma } from '#stats/special/log-gamma.ts';
import { normalQuantile, normalTail } from '#stats/special/normal.ts';
import { studentTTail } from '#stats/special/student-t-tail.ts';
import type { Case } from './case.ts';

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

/** Our answer to a case of a reference file, by statistic. */
export const specialFunctions: Record<string, (case_: Case) => unknown> = Object.fromEntries(
  Object.entries(functions).map(([name, ours]) => [
    name,
    ({ inputs }: Case) => ({ value: ours(...(inputs.args as number[])) }),
  ]),
);
