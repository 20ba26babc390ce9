import type { ExactMethod } from '#workers/tasks/rows-tasks.ts';

/** The two-sample tests on rows, as the page calls them. */
export const testNames: Record<ExactMethod, string> = {
  jensenShannon: 'Jensen–Shannon distance',
  psi: 'PSI',
  ks: 'Kolmogorov–Smirnov D',
  wasserstein: 'Wasserstein distance',
  chiSquare: 'Chi-square',
  hellinger: 'Hellinger distance',
  totalVariation: 'Total variation',
  cramerVonMises: 'Cramér–von Mises',
  andersonDarling: 'Anderson–Darling',
  mannWhitney: 'Mann–Whitney U',
  welchT: 'Welch t (mean)',
  brownForsythe: 'Brown–Forsythe (spread)',
  energy: 'Energy distance',
  gTest: 'G test',
  lInfinity: 'Largest share change',
  cramersV: 'Cramér’s V',
  newCategories: 'New categories',
};
