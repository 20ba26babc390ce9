import type { Case } from './case.ts';

/** Values of the published files that are wrong by the files' own definitions, wherever the same fault shows. */
interface Dispute {
  statistics: string[];
  fields: string[];
  why: string;
  /** Is the value wrong in this way, and our answer the right one? */
  applies: (expected: Case['expected'], got: Record<string, unknown>) => boolean;
}

const disputes: Dispute[] = [
  {
    statistics: ['cvm'],
    fields: ['pvalue', 'lnPvalue'],
    why: 'above 10 the quadrature behind the file loses digits of the tail; ours is that integral at 60 digits',
    applies: ({ pvalue, lnPvalue }, got) =>
      Number(got.normalisedStatistic) > 10 &&
      Math.abs(Number(got.lnPvalue) - Number(lnPvalue ?? Math.log(Number(pvalue)))) < 0.1,
  },
  {
    statistics: ['wasserstein', 'numeric_drift'],
    fields: ['normalised', 'wassersteinNormalised'],
    why: 'the reference is constant, so this is Infinity; the file divides by the rounding error of numpy.std',
    applies: ({ normalised, wassersteinNormalised }, got) =>
      (got.normalised ?? got.wassersteinNormalised) === Infinity &&
      Number(normalised ?? wassersteinNormalised) > 1e12,
  },
];

/** Why a field of a case is not held to the file, if there is a reason. */
export function disputeOf(
  { statistic, expected }: Case,
  field: string | undefined,
  got: unknown,
): string | undefined {
  if (field === undefined || got === null || typeof got !== 'object') return undefined;
  return disputes.find(
    ({ statistics, fields, applies }) =>
      statistics.includes(statistic) &&
      fields.includes(field) &&
      applies(expected, got as Record<string, unknown>),
  )?.why;
}
