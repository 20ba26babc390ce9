import { asymptoticSequence } from '#stats/sequential/asymptotic-sequence.ts';
import { boundedMean } from '#stats/sequential/bounded-mean.ts';
import { pairedWins } from '#stats/sequential/paired-wins.ts';
import { quantileRanks } from '#stats/sequential/quantile-sequence.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { splitMismatch } from '#stats/sequential/split-mismatch.ts';
import { subGaussianMean } from '#stats/sequential/sub-gaussian-mean.ts';
import type { Case } from './case.ts';
import { numbers } from './numbers.ts';

/** Our answer to a case of a reference file, by statistic. */
export const sequentialStatistics: Record<string, (case_: Case) => unknown> = {
  share_sequence: (c) => shareSequence(number(c, 'count'), number(c, 'n'), c.options),
  sub_gaussian_mean: (c) => subGaussianMean(number(c, 'sum'), number(c, 'n'), number(c, 'sigma'), c.options),
  asymptotic_sequence: (c) =>
    asymptoticSequence(number(c, 'value'), number(c, 'standardError'), number(c, 'n'), c.options),
  quantile_ranks: (c) => quantileRanks(number(c, 'n'), number(c, 'q'), c.options),
  paired_wins: (c) => pairedWins(number(c, 'wins'), number(c, 'losses')),
  split_mismatch: (c) => splitMismatch(number(c, 'candidate'), number(c, 'n'), number(c, 'share')),
  bounded_mean: ({ inputs, options }) => {
    const { start, next } = boundedMean({
      range: options.range as [number, number],
      alpha: options.alpha as number,
    });
    return numbers(inputs.values).reduce(next, start());
  },
};

function number({ inputs }: Case, name: string): number {
  return inputs[name] as number;
}
