import { totalOf } from '../counts.ts';
import { type BinnedSample, type DriftMethod, effectOfBins } from '../drift-score.ts';
import { singletonCategories } from '../new-category.ts';
import { multinomial } from '../multinomial.ts';
import { mulberry32 } from '../random.ts';

/** More would only cost time. */
const mostUnseen = 1000;
const windowsPerReference = 8;

/**
 * Effects of windows without drift, drawn: both sides anew from the reference's shares (a parametric
 * bootstrap), so that the reference's own luck is in it. Categories that the reference never saw come with
 * the share that Good (1953) gives them, f₁/n, in as many equal parts as Chao (1984) estimates there are,
 * f₁(f₁ − 1)/(2(f₂ + 1)), with f₁ and f₂ the categories seen once and twice; without them a feature of many
 * rare categories would alarm on each. Wasserstein moves the mass of a bin at the reference's mean of the
 * bin. The reference's side is drawn anew for every eighth window. Works for any size, number of bins and
 * method. O(draws · bins · log rows).
 *
 * @param rows of a window
 * @returns effects in ascending order, one a draw; empty without reference rows
 */
export function simulatedNull(
  method: DriftMethod,
  reference: BinnedSample,
  rows: number,
  seed: number,
  draws = reference.counts.length > 100 ? 500 : 2000,
): Float64Array {
  const n = Math.round(totalOf(reference.counts));
  if (n === 0 || rows < 1) return new Float64Array();
  const shares = sharesOf(reference);
  const bins = shares.length;
  const means = meansOf(reference, bins);
  const sample = (): BinnedSample => ({
    kind: reference.kind,
    counts: new Float64Array(bins),
    sums: new Float64Array(bins),
    missing: 0,
  });
  const [first, second] = [sample(), sample()];
  const isShared = reference.sharedCategories !== undefined && reference.sharedCategories > 0;
  const draw = mulberry32(seed);
  const fill = ({ counts, sums }: BinnedSample, size: number): void => {
    multinomial(draw, size, shares, counts);
    for (let i = 0; i < bins; i++) (sums as Float64Array)[i] = (counts[i] as number) * (means[i] as number);
  };
  const effects = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    if (i % windowsPerReference === 0) fill(first, n);
    fill(second, Math.round(rows));
    const [before, after] = isShared ? fold(first, second, reference.counts.length) : [first, second];
    effects[i] = effectOfBins(method, before, after);
  }
  return effects.sort();
}

/** Of the bins, and of the categories never seen; numbers beyond the reference go to an end bin. */
function sharesOf({ kind, counts, sharedCategories = 0 }: BinnedSample): Float64Array {
  const n = totalOf(counts);
  const once = kind === 'categorical' ? singletonCategories(counts, sharedCategories) : 0;
  const unseen = Math.min(once, n - 1) / n;
  const twice = counts.filter((count) => count === 2).length;
  const categories = Math.min(mostUnseen, Math.round((once * (once - 1)) / (2 * (twice + 1))));
  if (unseen === 0 || categories === 0) return counts.map((count) => count / n);
  const shares = new Float64Array(counts.length + categories).fill(unseen / categories);
  for (const [i, count] of counts.entries()) shares[i] = ((1 - unseen) * count) / n;
  return shares;
}

/** As frozen bins would have it: new categories that the drawn reference saw are "other", those it did not are "unseen". */
function fold(first: BinnedSample, second: BinnedSample, bins: number): [BinnedSample, BinnedSample] {
  const folded = [first, second].map((side) => ({ ...side, counts: side.counts.slice(0, bins) }));
  const [other, unseen] = [bins - 2, bins - 1];
  for (let i = bins; i < first.counts.length; i++) {
    const into = (first.counts[i] as number) > 0 ? other : unseen;
    (folded[0] as BinnedSample).counts[into]! += first.counts[i] as number;
    (folded[1] as BinnedSample).counts[into]! += second.counts[i] as number;
  }
  return folded as [BinnedSample, BinnedSample];
}

function meansOf({ counts, sums }: BinnedSample, bins: number): Float64Array {
  return Float64Array.from({ length: bins }, (_, i) => {
    const count = counts[i] ?? 0;
    return count > 0 && sums ? (sums[i] as number) / count : 0;
  });
}
