import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { chiSquare } from './chi-square.ts';
import { totalOf } from './counts.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { normalTail } from './special/normal.ts';

/** Rows of one sample: the bin of the metric, and the code of each categorical column; −1 is no value to search for. */
export interface SliceRows {
  bins: Int32Array;
  /** One a column, each as long as `bins`. */
  codes: readonly Int32Array[];
}

export interface SliceSearchOptions {
  /** Bins of the metric, k. */
  bins: number;
  /** Codes of each column: they run from 0 to below it. */
  categories: readonly number[];
  /** A slice with fewer rows on both sides is not searched, and has no score on a side with fewer. */
  leastRows?: number | undefined;
}

/** Rows that have one value in one column, or two values in two. */
export interface Slice {
  conditions: readonly { column: number; code: number }[];
  /** Rows in the slice. */
  reference: number;
  current: number;
  /** The mean of its shares of the rows of both sides. */
  size: number;
  /** Jensen-Shannon distance of its rows, and of all others; NaN with too few rows on a side. */
  inside: number;
  outside: number;
  /** Its part of the divergence through its share of the rows, and through its own distribution. */
  mix: number;
  within: number;
  /** (mix + within) / divergence: over the values of a column, missing ones too, these add up to 1. */
  explained: number;
  /** That it explains more than its size, one-sided; `adjustedP` among all slices searched (Benjamini-Hochberg). */
  p: number;
  adjustedP: number;
}

export interface SliceSearch {
  /** Le Cam's divergence Σ (q − p)² / (p + q) of all rows, 0 to 2. */
  divergence: number;
  /** Of the chi-square test that there is a change at all; NaN when a side is empty. */
  p: number;
  /** Slices that were tested, the family of `adjustedP`. */
  searched: number;
  /** The most explained beyond its size first. */
  slices: Slice[];
}

/** With two values a slice is listed if it explains this much more beyond its size than either value does alone. */
const PAIR_GAIN = 1.1;
const LEAST_ROWS = 30;

/**
 * Which slice of the rows explains most of the change of a metric: every value of every column, and every pair of values
 * of two columns that both sides have. With p and q the shares of the bins in reference and current, wᵦ = (qᵦ − pᵦ)/(pᵦ + qᵦ) and Pₛᵦ, Qₛᵦ the shares
 * of all rows that are in slice s and bin b, slice s has the part Σᵦ (Qₛᵦ − Pₛᵦ)·wᵦ of Le Cam's divergence Σᵦ (qᵦ − pᵦ)·wᵦ. The
 * parts of a column's values add up to it, and a slice that did not change has none. (Le Cam's divergence Δ holds the
 * Jensen-Shannon divergence, base 2, between Δ/(4 ln 2) and Δ/2: Topsøe 2000, IEEE Trans. Inf. Theory 46.) A part is cut into
 * mix (Qₛ − Pₛ)·Σᵦ wᵦ(pᵦ|ₛ + qᵦ|ₛ)/2 and within (Pₛ + Qₛ)/2·Σᵦ wᵦ(qᵦ|ₛ − pᵦ|ₛ); a slice with rows on one side only is all mix.
 *
 * A slice of 90 % of the rows has 90 % of a change that is everywhere, so slices are ranked, and tested, by what they explain
 * beyond their size: the normal test that the mean of wᵦ·(1ₛ − size) grew from reference to current, weights taken as
 * given. Pairs that explain little more than one of their values alone are tested but not listed.
 *
 * Yields the share of the work that is done after each pass over the rows. O(rows · columns²), and
 * O(Σ categories² · k) for the slices.
 *
 * @throws {RangeError} when the samples differ in their columns, or a bin or code is out of range
 */
export function* searchSlices(
  reference: SliceRows,
  current: SliceRows,
  { bins, categories, leastRows = LEAST_ROWS }: SliceSearchOptions,
): Generator<number, SliceSearch> {
  requireColumns(reference, categories);
  requireColumns(current, categories);
  const whole = wholeOf(reference, current, bins);
  const passes = (categories.length * (categories.length + 1)) / 2;
  const singles: Slice[] = [];
  const pairs: Slice[] = [];
  let done = 0;
  for (let a = 0; a < categories.length; a++) {
    const size = categories[a] as number;
    const counts = {
      reference: countsBy(reference, size, bins, a),
      current: countsBy(current, size, bins, a),
    };
    for (let code = 0; code < size; code++) {
      addSlice(singles, whole, counts, code, [{ column: a, code }], leastRows);
    }
    yield ++done / passes;
  }
  // With a value that came or went, a pair would only show how levels differ.
  const lasting = new Set(
    singles
      .filter((single) => Math.min(single.reference, single.current) >= leastRows)
      .map(({ conditions }) => keyOf(conditions[0])),
  );
  for (let a = 0; a < categories.length; a++) {
    for (let b = a + 1; b < categories.length; b++) {
      const [first, second] = [categories[a] as number, categories[b] as number];
      const size = first * second;
      const counts = {
        reference: countsBy(reference, size, bins, a, b, second),
        current: countsBy(current, size, bins, a, b, second),
      };
      for (let cell = 0; cell < size; cell++) {
        const conditions = [
          { column: a, code: Math.floor(cell / second) },
          { column: b, code: cell % second },
        ];
        if (!conditions.every((condition) => lasting.has(keyOf(condition)))) continue;
        addSlice(pairs, whole, counts, cell, conditions, leastRows);
      }
      yield ++done / passes;
    }
  }
  return resultOf(whole, singles, pairs);
}

type Counts = { reference: Float64Array; current: Float64Array };
type Whole = Counts & { n: number; m: number; weights: Float64Array; divergence: number };

function wholeOf(reference: SliceRows, current: SliceRows, bins: number): Whole {
  const counts = { reference: countsBy(reference, 1, bins), current: countsBy(current, 1, bins) };
  const n = reference.bins.length;
  const m = current.bins.length;
  const weights = counts.reference.map((count, bin) => {
    const [p, q] = [count / n, (counts.current[bin] as number) / m];
    return p + q > 0 ? (q - p) / (p + q) : 0;
  });
  let divergence = 0;
  for (let bin = 0; bin < bins; bin++) {
    const change = (counts.current[bin] as number) / m - (counts.reference[bin] as number) / n;
    divergence += change * (weights[bin] as number);
  }
  return { ...counts, n, m, weights, divergence };
}

/** Counts by cell and bin, cell-major; the cell is the code of one column, or of two, or there is one cell only. */
function countsBy(
  { bins, codes }: SliceRows,
  cells: number,
  binCount: number,
  a?: number,
  b?: number,
  radix = 1,
): Float64Array {
  const counts = new Float64Array(cells * binCount);
  const first = a === undefined ? undefined : codes[a];
  const second = b === undefined ? undefined : codes[b];
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row] as number;
    const high = first ? (first[row] as number) : 0;
    const low = second ? (second[row] as number) : 0;
    if (high < 0 || low < 0) continue;
    const cell = high * radix + low;
    if (!(bin >= 0 && bin < binCount && cell < cells && low < (second ? radix : 1))) {
      throw new RangeError(`bin ${bin} of ${binCount}, cell ${cell} of ${cells}`);
    }
    counts[cell * binCount + bin]! += 1;
  }
  return counts;
}

function addSlice(
  slices: Slice[],
  whole: Whole,
  counts: Counts,
  cell: number,
  conditions: Slice['conditions'],
  leastRows: number,
): void {
  const { n, m, weights, divergence } = whole;
  const bins = weights.length;
  const before = counts.reference.subarray(cell * bins, (cell + 1) * bins);
  const now = counts.current.subarray(cell * bins, (cell + 1) * bins);
  const reference = totalOf(before);
  const current = totalOf(now);
  if (Math.max(reference, current) < leastRows) return;

  const [share, newShare] = [reference / n, current / m];
  const size = (share + newShare) / 2;
  const [mean, newMean] = [weightedMean(weights, before), weightedMean(weights, now)];
  const isOneSided = reference === 0 || current === 0;
  const mix = isOneSided
    ? newShare * (newMean || 0) - share * (mean || 0)
    : ((newShare - share) * (mean + newMean)) / 2;
  const within = isOneSided ? 0 : size * (newMean - mean);
  slices.push({
    conditions,
    reference,
    current,
    size,
    inside: distance(before, now, leastRows),
    outside: distance(rest(whole.reference, before), rest(whole.current, now), leastRows),
    mix,
    within,
    explained: divergence > 0 ? (mix + within) / divergence : NaN,
    p: excessP(whole, before, now, size),
    adjustedP: NaN,
  });
}

/** The mean of wᵦ·(1ₛ − size) of the current rows against that of the reference rows. */
function excessP(whole: Whole, before: Float64Array, now: Float64Array, size: number): number {
  const first = momentsOf(whole.weights, before, whole.reference, size);
  const second = momentsOf(whole.weights, now, whole.current, size);
  const noise = Math.sqrt(first.variance / whole.n + second.variance / whole.m);
  const excess = second.mean - first.mean;
  return noise > 0 ? normalTail(excess / noise) : excess > 0 ? 0 : 1;
}

function momentsOf(
  weights: Float64Array,
  inside: Float64Array,
  all: Float64Array,
  size: number,
): { mean: number; variance: number } {
  let rows = 0;
  let sum = 0;
  let squares = 0;
  for (let bin = 0; bin < weights.length; bin++) {
    const weight = weights[bin] as number;
    const within = inside[bin] as number;
    const outside = (all[bin] as number) - within;
    rows += all[bin] as number;
    sum += weight * (within * (1 - size) - outside * size);
    squares += weight * weight * (within * (1 - size) ** 2 + outside * size * size);
  }
  const mean = sum / rows;
  return { mean, variance: Math.max(0, squares / rows - mean * mean) };
}

function weightedMean(weights: Float64Array, counts: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < weights.length; bin++) sum += (weights[bin] as number) * (counts[bin] as number);
  return sum / totalOf(counts);
}

function distance(reference: Float64Array, current: Float64Array, leastRows: number): number {
  if (totalOf(reference) < leastRows || totalOf(current) < leastRows) return NaN;
  return jensenShannon(reference, current);
}

function rest(all: Float64Array, part: Float64Array): Float64Array {
  return all.map((count, bin) => count - (part[bin] as number));
}

function resultOf(whole: Whole, singles: Slice[], pairs: Slice[]): SliceSearch {
  const all = [...singles, ...pairs];
  const adjusted = benjaminiHochberg(all.map(({ p }) => p));
  for (const [i, slice] of all.entries()) slice.adjustedP = adjusted[i] as number;

  const alone = new Map(
    singles.map((slice) => [keyOf(slice.conditions[0]), excessOf(slice, whole.divergence)]),
  );
  const telling = pairs.filter((pair) => {
    const best = Math.max(0, ...pair.conditions.map((condition) => alone.get(keyOf(condition)) ?? 0));
    return excessOf(pair, whole.divergence) > best * PAIR_GAIN;
  });
  const slices = [...singles, ...telling].sort(
    (x, y) => excessOf(y, whole.divergence) - excessOf(x, whole.divergence),
  );
  const change = chiSquare(whole.reference, whole.current);
  return {
    divergence: whole.divergence,
    p: change.status === 'ok' ? change.p : NaN,
    searched: all.length,
    slices,
  };
}

function excessOf({ mix, within, size }: Slice, divergence: number): number {
  return mix + within - size * divergence;
}

function keyOf(condition: Slice['conditions'][number] | undefined): string {
  return `${condition?.column} ${condition?.code}`;
}

function requireColumns({ bins, codes }: SliceRows, categories: readonly number[]): void {
  if (codes.length !== categories.length) {
    throw new RangeError(`${codes.length} columns, but ${categories.length} sizes`);
  }
  const odd = codes.find(({ length }) => length !== bins.length);
  if (odd) throw new RangeError(`${bins.length} rows, but a column of ${odd.length}`);
}
