import { clopperPearson } from '../new-category.ts';

/** What would happen if predictions with at least this confidence acted without a person. */
export interface AutomationPoint {
  /** Least confidence τ of a prediction that acts. */
  threshold: number;
  /** Rows at or above it, and those of them that were wrong. */
  automated: number;
  errors: number;
  /** Of all rows. */
  automatedShare: number;
  /** Error share of the automated rows, with the ends that hold at all thresholds of the curve at once. */
  error: number;
  errorLower: number;
  errorUpper: number;
  /** Error share of the rows that people would decide, had the model decided; NaN where there are none. */
  errorLeft: number;
}

export interface AutomationOptions {
  /** The error share leaves its interval, at any threshold, with at most this probability. */
  alpha?: number;
  /** Most points of the curve: more look finer, and widen the intervals. */
  points?: number;
}

/**
 * The trade between work and errors of partial automation: predictions whose confidence is at least τ act, people
 * decide the rest (selective classification, El-Yaniv & Wiener (2010), JMLR 11). Thresholds lie at equal steps of the
 * automated share, so that none was chosen by its errors; intervals are Clopper & Pearson's at α divided by their
 * number, so the smallest threshold whose `errorUpper` is below a target may be chosen after looking (Learn then
 * Test, Angelopoulos, Bates, Candès, Jordan & Lei (2021)).
 *
 * Rows must be independent and labelled whatever the model said: a random audit sample, not the rows that people
 * happened to decide. Rows with equal confidence stay together. Rows without a finite confidence are left out of the
 * curve's rows. O(n log n).
 *
 * @param confidences within [0, 1] as a rule, any finite scale that grows with certainty
 * @param isWrong 1 for each row whose prediction did not equal its label, 0 otherwise
 * @returns highest threshold first, the last one automates everything; empty without rows
 * @throws {RangeError} for columns of different length
 */
export function automationCurve(
  confidences: ArrayLike<number>,
  isWrong: ArrayLike<number>,
  { alpha = 0.05, points = 50 }: AutomationOptions = {},
): AutomationPoint[] {
  if (confidences.length !== isWrong.length)
    throw new RangeError(`${confidences.length} confidences for ${isWrong.length} outcomes`);
  const rows = Array.from(confidences, (confidence, i) => ({ confidence, wrong: isWrong[i] as number }))
    .filter(({ confidence }) => Number.isFinite(confidence))
    .sort((a, b) => b.confidence - a.confidence);
  const ends = endsOf(
    rows.map(({ confidence }) => confidence),
    points,
  );
  const errorsOfAll = rows.reduce((sum, { wrong }) => sum + wrong, 0);

  let [row, errors] = [0, 0];
  return ends.map((automated) => {
    for (; row < automated; row++) errors += rows[row]?.wrong as number;
    const [errorLower, errorUpper] = clopperPearson(errors, automated, 1 - alpha / ends.length);
    return {
      threshold: rows[automated - 1]?.confidence as number,
      automated,
      errors,
      automatedShare: automated / rows.length,
      error: errors / automated,
      errorLower,
      errorUpper,
      errorLeft: (errorsOfAll - errors) / (rows.length - automated),
    };
  });
}

/**
 * The point with most automation whose error share is below the target with certainty 1 − α; undefined where none is,
 * and people must go on deciding. O(points).
 *
 * @param curve of `automationCurve`
 * @param most error share that is allowed among automated rows
 */
export function safestAutomation(
  curve: readonly AutomationPoint[],
  most: number,
): AutomationPoint | undefined {
  return curve.findLast(({ errorUpper }) => errorUpper <= most);
}

/** Row counts at equal steps of the automated share, each moved to the end of its run of equal confidences. */
function endsOf(descending: readonly number[], points: number): number[] {
  const n = descending.length;
  const ends = new Set<number>();
  for (let point = 1; point <= points && n > 0; point++) {
    let end = Math.max(1, Math.round((point / points) * n));
    while (end < n && descending[end] === descending[end - 1]) end++;
    ends.add(end);
  }
  return [...ends];
}
