import { categoricalBins, countCategories } from '#stats/bins.ts';
import { type BinnedSample, type DriftMethod, type DriftScore, scoreBins } from '#stats/drift-score.ts';
import { overlayOf } from '#stats/exact-comparison.ts';
import { countRows, quantileBins, type RowBins } from '#stats/row-bins.ts';
import { sampleOf } from '#stats/sample.ts';
import { codesOf, type Dataset, noCategories, numbersOf } from '../plan/dataset.ts';
import type { FeatureDrift } from './report.ts';

export const reportMethod: DriftMethod = 'jensenShannon';

type Slotted = { of: Int32Array; count: number };
type Drift = Omit<FeatureDrift, 'column' | 'role'>;

/** Scores the numbers of a column on bins that its reference rows fix, over all rows and by slot. */
export function numericDrift({ reference, current }: Dataset, column: string, slots: Slotted): Drift {
  const before = numbersOf(reference, column);
  const now = numbersOf(current, column);
  const x = sampleOf(before);
  const y = sampleOf(now);
  const bins = quantileBins(x);
  const sampled = (counts: Float64Array, missing: number): BinnedSample => ({
    kind: 'numeric',
    counts,
    missing,
  });
  const base = sampled(countRows(bins, x), x.missing + x.infinite);
  const score = scoreBins(reportMethod, base, sampled(countRows(bins, y), y.missing + y.infinite));

  const binOf = binFinder(bins);
  const bySlot = slottedCounts(slots, base.counts.length, (row) => binOf(now[row] as number));
  const overlay = overlayOf(x, y);
  const times = (shares: Float64Array, rows: number): Float64Array =>
    shares.map((share) => Math.round(share * rows));
  return {
    score,
    bins: { kind: 'numeric', edges: overlay.edges },
    reference: times(overlay.reference, x.sorted.length),
    current: times(overlay.current, y.sorted.length),
    newCategories: [],
    ...effectsOf(bySlot, (counts) => scoreBins(reportMethod, base, sampled(counts, 0))),
  };
}

const categoriesShown = 12;
const newShown = 5;

/** Scores the categories of a column: one bin each for the 30 most frequent of the reference, others and unseen. */
export function categoricalDrift({ reference, current }: Dataset, column: string, slots: Slotted): Drift {
  const categories = noCategories();
  const before = codesOf(reference, column, categories);
  const now = codesOf(current, column, categories);
  const { names } = categories;
  const x = countsByCode(before, names.length);
  const y = countsByCode(now, names.length);
  const named = (counts: Float64Array): Map<string, number> =>
    new Map(names.map((name, code) => [name, counts[code] ?? 0]));
  const bins = categoricalBins(named(x.counts));
  const sampled = (counts: Float64Array, missing: number): BinnedSample => ({
    kind: 'categorical',
    counts,
    missing,
  });
  const base = {
    ...sampled(countCategories(bins, named(x.counts)), x.missing),
    sharedCategories: bins.tail.length,
  };
  const score = scoreBins(reportMethod, base, sampled(countCategories(bins, named(y.counts)), y.missing));

  const positions = new Map(bins.categories.map((name, at) => [name, at]));
  for (const name of bins.tail) positions.set(name, bins.categories.length);
  const binOfCode = Int32Array.from(names, (name) => positions.get(name) ?? base.counts.length - 1);
  const bySlot = slottedCounts(slots, base.counts.length, (row) => binOfCode[now[row] as number] ?? -1);
  return {
    score,
    ...shownCategories(names, x.counts, y.counts),
    newCategories: names
      .map((name, code) => ({ name, rows: y.counts[code] ?? 0, isNew: x.counts[code] === 0 }))
      .filter(({ rows, isNew }) => isNew && rows > 0)
      .sort((a, b) => b.rows - a.rows)
      .slice(0, newShown)
      .map(({ name, rows }) => ({ name, rows })),
    ...effectsOf(bySlot, (counts) => scoreBins(reportMethod, base, sampled(counts, 0))),
  };
}

function shownCategories(
  names: readonly string[],
  reference: Float64Array,
  current: Float64Array,
): Pick<Drift, 'bins' | 'reference' | 'current'> {
  const share = (counts: Float64Array, code: number): number =>
    (counts[code] ?? 0) /
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
  const weights = names.map((_, code) => share(reference, code) + share(current, code));
  const order = names.map((_, code) => code).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const shown = order.slice(0, categoriesShown);
  const others = order.slice(categoriesShown);
  const fold = (counts: Float64Array): Float64Array => {
    const rest = others.reduce((sum, code) => sum + (counts[code] ?? 0), 0);
    return Float64Array.from([
      ...shown.map((code) => counts[code] ?? 0),
      ...(others.length > 0 ? [rest] : []),
    ]);
  };
  const more = others.length > 0 ? [`${others.length} others`] : [];
  return {
    bins: { kind: 'categories', names: [...shown.map((code) => names[code] as string), ...more] },
    reference: fold(reference),
    current: fold(current),
  };
}

function countsByCode(codes: Int32Array, categories: number): { counts: Float64Array; missing: number } {
  const counts = new Float64Array(categories);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing += 1;
    else counts[code]! += 1;
  }
  return { counts, missing };
}

/** The bin of a value as `countRows` finds it; −1 for a missing or infinite one. */
function binFinder(bins: RowBins): (value: number) => number {
  const borders = bins.kind === 'distinct' ? bins.values : bins.edges;
  return (value) => {
    if (!Number.isFinite(value)) return -1;
    let low = 0;
    let high = borders.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((borders[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return bins.kind === 'distinct' && borders[low] !== value ? borders.length : low;
  };
}

function slottedCounts(slots: Slotted, bins: number, binOf: (row: number) => number): Float64Array[] {
  const counts = Array.from({ length: slots.count }, () => new Float64Array(bins));
  for (let row = 0; row < slots.of.length; row++) {
    const slot = slots.of[row] as number;
    const bin = slot < 0 ? -1 : binOf(row);
    if (bin >= 0) (counts[slot] as Float64Array)[bin]! += 1;
  }
  return counts;
}

function effectsOf(
  bySlot: readonly Float64Array[],
  score: (counts: Float64Array) => DriftScore,
): Pick<Drift, 'effects' | 'sizes'> {
  const scores = bySlot.map(score);
  return {
    effects: Float64Array.from(scores, (each) => (each.status === 'ok' ? each.effect : Number.NaN)),
    sizes: Float64Array.from(scores, ({ m }) => m),
  };
}
