import { chiSquareTail, logChiSquareTail } from '../special/chi-square-tail.ts';
import { normalQuantile } from '../special/normal.ts';
import { type TestResult, unavailable } from '../test-result.ts';
import { calibrated, fitIsotonic } from './isotonic.ts';
import { labelledRows, type LabelledRows } from './labelled-rows.ts';
import { scoreBin, scoreEdges } from './score-bins.ts';

/** P(label | score) on both sides within a range of scores (from, to]; the outermost ones are open. */
export interface ConceptBin {
  from: number;
  to: number;
  n: number;
  m: number;
  /** Shares of label 1. */
  reference: number;
  current: number;
  /** Current − reference for equal scores, with its normal interval. */
  change: number;
  lower: number;
  upper: number;
}

export interface ConceptDriftOptions {
  bins?: number;
  level?: number;
}

/** Rows of the rarer label to be expected on the smaller side of a bin; below it, neighbours are pooled. */
const LEAST_EXPECTED = 5;

/**
 * Does the score mean what it meant? Within bins of the score, the labels less what the reference's isotonic
 * calibration says of each row's score are compared, so that scores that only moved inside a bin do not
 * count. `statistic` is Σ z² over the bins, chi-square with one degree of freedom each; `effect` the root
 * mean square change of P(label | score) over the current rows, noise taken off. Needs labels on both sides.
 * Neighbouring bins are pooled until each can be expected to hold 5 rows of either label on either side. O((n
 * + m) log(n + m)).
 *
 * @param referenceLabels 0 or 1; likewise `currentLabels`. Rows with a missing score or label are left out
 * @throws {RangeError} when the lengths of a side differ
 */
export function conceptDrift(
  referenceScores: ArrayLike<number>,
  referenceLabels: ArrayLike<number>,
  currentScores: ArrayLike<number>,
  currentLabels: ArrayLike<number>,
  { bins: most = 10, level = 0.95 }: ConceptDriftOptions = {},
): TestResult<{ degrees: number; byBin: ConceptBin[] }> {
  const reference = labelledRows(referenceScores, referenceLabels);
  const current = labelledRows(currentScores, currentLabels);
  const n = reference.scores.length;
  const m = current.scores.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const edges = scoreEdges(reference.scores, most);
  const curve = fitIsotonic(reference.scores, reference.labels);
  const expected = (score: number) => calibrated(curve, score);
  const cells = pooled(tallied(edges, reference, expected), tallied(edges, current, expected));
  if (cells.length === 0) return unavailable('too-few-rows', n, m);

  const z = normalQuantile((1 + level) / 2);
  let statistic = 0;
  let square = 0;
  const byBin = cells.map(({ first, last, reference, current }): ConceptBin => {
    const change = current.residual / current.n - reference.residual / reference.n;
    const share = (reference.positives + current.positives) / (reference.n + current.n);
    const variance = share * (1 - share) * (1 / reference.n + 1 / current.n);
    statistic += change ** 2 / variance;
    square += (current.n / m) * (change ** 2 - variance);
    const half = z * Math.sqrt(shareVariance(reference) + shareVariance(current));
    return {
      from: first === 0 ? Number.NEGATIVE_INFINITY : (edges[first - 1] as number),
      to: edges[last] ?? Number.POSITIVE_INFINITY,
      n: reference.n,
      m: current.n,
      reference: reference.positives / reference.n,
      current: current.positives / current.n,
      change,
      lower: change - half,
      upper: change + half,
    };
  });
  return {
    status: 'ok',
    statistic,
    effect: Math.sqrt(Math.max(0, square)),
    p: chiSquareTail(statistic, byBin.length),
    lnP: logChiSquareTail(statistic, byBin.length),
    n,
    m,
    bins: byBin.length,
    degrees: byBin.length,
    byBin,
  };
}

interface Tally {
  n: number;
  positives: number;
  /** Σ label − expected. */
  residual: number;
}

interface Cell {
  first: number;
  last: number;
  reference: Tally;
  current: Tally;
}

function tallied(
  edges: Float64Array,
  { scores, labels }: LabelledRows,
  expected: (score: number) => number,
): Tally[] {
  const tallies = Array.from({ length: edges.length + 1 }, () => ({ n: 0, positives: 0, residual: 0 }));
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const tally = tallies[scoreBin(edges, score)] as Tally;
    tally.n++;
    tally.positives += labels[i] as number;
    tally.residual += (labels[i] as number) - expected(score);
  }
  return tallies;
}

/** Neighbours joined from the left until each is large enough; what is left over joins the last. */
function pooled(reference: readonly Tally[], current: readonly Tally[]): Cell[] {
  const cells: Cell[] = [];
  let open: Cell | undefined;
  reference.forEach((tally, i) => {
    const cell: Cell = { first: i, last: i, reference: tally, current: current[i] as Tally };
    open = open ? joined(open, cell) : cell;
    if (!isLargeEnough(open)) return;
    cells.push(open);
    open = undefined;
  });
  const last = cells.pop();
  if (!last) return [];
  return [...cells, open ? joined(last, open) : last];
}

function joined(a: Cell, b: Cell): Cell {
  const sum = (x: Tally, y: Tally): Tally => ({
    n: x.n + y.n,
    positives: x.positives + y.positives,
    residual: x.residual + y.residual,
  });
  return {
    first: a.first,
    last: b.last,
    reference: sum(a.reference, b.reference),
    current: sum(a.current, b.current),
  };
}

function isLargeEnough({ reference, current }: Cell): boolean {
  const share = (reference.positives + current.positives) / (reference.n + current.n);
  return Math.min(reference.n, current.n) * Math.min(share, 1 - share) >= LEAST_EXPECTED;
}

/** Of a share, with one row of each label added (Agresti & Caffo 2000): never 0. */
function shareVariance({ n, positives }: Tally): number {
  const share = (positives + 1) / (n + 2);
  return (share * (1 - share)) / (n + 2);
}
