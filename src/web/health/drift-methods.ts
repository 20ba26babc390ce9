import type { DriftMethod, DriftReason, DriftScore } from '#workers/tasks/drift-map-tasks.ts';

type MethodText = { name: string; effect: string; about: string };

/** The methods in the order of the choice, in the words of the page. */
export const methodTexts: Record<DriftMethod, MethodText> = {
  jensenShannon: {
    name: 'Jensen–Shannon',
    effect: 'Jensen–Shannon distance',
    about: 'distance of the shares in each bin, base 2: 0 alike, 1 nothing in common',
  },
  psi: {
    name: 'PSI',
    effect: 'population stability index',
    about: 'population stability index of the shares in each bin, in nats',
  },
  ks: {
    name: 'Kolmogorov–Smirnov',
    effect: 'Kolmogorov–Smirnov D',
    about: 'largest distance between the two cumulative shares; numbers only',
  },
  wasserstein: {
    name: 'Wasserstein',
    effect: 'Wasserstein distance',
    about: 'how far the values moved, in standard deviations of the reference; numbers only',
  },
  chiSquare: {
    name: 'Chi-square',
    effect: 'Cramér’s V',
    about: 'two-sample chi-square test on the bins; the effect is Cramér’s V',
  },
  hellinger: {
    name: 'Hellinger',
    effect: 'Hellinger distance',
    about: 'distance of the square roots of the shares: 0 alike, 1 nothing in common',
  },
  totalVariation: {
    name: 'Total variation',
    effect: 'total variation',
    about: 'share of the values that would have to move to another bin',
  },
};

export const methods = Object.keys(methodTexts) as DriftMethod[];
export const defaultMethod: DriftMethod = 'jensenShannon';
/** Adjusted p-values below it are evidence where somebody asks once; the board takes its level from its budget. */
export const driftLevel = 0.01;

/** The method that a URL names; the default where it names none that we know. */
export function methodOf(test: string | undefined): DriftMethod {
  return methods.find((method) => method === test) ?? defaultMethod;
}

/** Why there is no score, as the end of a sentence. */
export function unavailableText(
  { reason, n, m }: Pick<Extract<DriftScore, { status: 'unavailable' }>, 'reason' | 'n' | 'm'>,
  leastRows: number,
): string {
  switch (reason) {
    case 'no-rows':
    case 'too-few-rows':
      if (n === 0) return 'the reference has no values of it';
      if (m === 0) return 'there are no values of it';
      return n < leastRows
        ? `the reference has ${n} values of it, fewer than ${leastRows}`
        : `there are ${m} values of it, fewer than ${leastRows}`;
    case 'one-distinct-value':
      return 'it has one value only';
    case 'needs-numeric':
      return 'this test is for numbers only';
    case 'needs-sums':
      return 'the sums of its values are not known';
    case 'insufficient-data':
      return 'there is too little of it';
    case 'needs-two-categories':
      return 'it has one category only';
  }
}

export const reasonTexts: Record<DriftReason, string> = {
  score: 'the distribution moved',
  missing: 'the share of missing values changed',
  unseen: 'categories came that the reference does not have',
};
