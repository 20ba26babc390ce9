import type { BinnedSample, DriftMethod } from '../drift-score.ts';
import { totalOf } from '../counts.ts';
import { chiSquareQuantile } from '../special/chi-square-quantile.ts';
import { kolmogorovQuantile } from '../special/kolmogorov-quantile.ts';

/** Rows that the smaller side must expect in every filled bin before the limiting law is taken for the law. */
const leastExpected: Partial<Record<DriftMethod, number>> = {
  psi: 50,
  jensenShannon: 50,
  hellinger: 50,
  chiSquare: 10,
  ks: 10,
};

const leastBinsOfKs = 50;

/**
 * The effect that windows of `rows` rows without drift pass with probability `level`, by its limiting law.
 * With s = 1/n + 1/m and x the quantile of χ²(k − 1) over the bins with reference rows: PSI x·s (Yurdakul &
 * Naranjo 2020), Jensen-Shannon distance √(x·s/(8·ln 2)), Hellinger √(x·s/8), Cramér's V of equally weighted
 * samples √(x·s)/2; Kolmogorov-Smirnov K⁻¹·√s, for 50 bins or more: with few the distance is read at few
 * places, and the law is passed far too seldom. O(k).
 *
 * @returns undefined where the law is not good enough (a bin of the smaller side expects fewer than 50 rows;
 *   10 for χ² and Kolmogorov-Smirnov) or there is none (total variation, Wasserstein)
 */
export function limitThreshold(
  method: DriftMethod,
  { counts }: BinnedSample,
  rows: number,
  level: number,
): number | undefined {
  const least = leastExpected[method];
  const n = totalOf(counts);
  if (least === undefined || n === 0 || rows === 0) return undefined;
  const filled = counts.filter((count) => count > 0);
  const smaller = Math.min(n, rows);
  if (method === 'ks' && filled.length < leastBinsOfKs) return undefined;
  if (filled.some((count) => (count / n) * smaller < least)) return undefined;

  const scale = 1 / n + 1 / rows;
  const chiSquare = () => chiSquareQuantile(level, filled.length - 1) * scale;
  switch (method) {
    case 'psi':
      return chiSquare();
    case 'jensenShannon':
      return Math.sqrt(chiSquare() / (8 * Math.LN2));
    case 'hellinger':
      return Math.sqrt(chiSquare() / 8);
    case 'chiSquare':
      return Math.sqrt(chiSquare()) / 2;
    case 'ks':
      return kolmogorovQuantile(level) * Math.sqrt(scale);
    case 'totalVariation':
    case 'wasserstein':
      return undefined;
  }
}
