import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { defaultThreshold, type DriftMethod, type ShareChange, type Threshold } from './drift-score.ts';

export type Verdict = 'drift' | 'warn' | 'none' | 'unavailable';

/** What speaks for a verdict: the score itself, a share of missing values that changed, or categories never seen. */
export type DriftReason = 'score' | 'missing' | 'unseen';

export type DriftVerdict = {
  verdict: Verdict;
  /** p of the score among all tests of the check (Benjamini-Hochberg); NaN when there is no score. */
  adjustedP: number;
  /** What reached the verdict; empty for `none` and `unavailable`. */
  reasons: DriftReason[];
};

/** What a verdict looks at in a `DriftScore`. */
export type DriftClaim = { method: DriftMethod; missing: ShareChange; unseen?: ShareChange | undefined } & (
  | { status: 'ok'; effect: number; p: number }
  | { status: 'unavailable' }
);

export type VerdictOptions = {
  /** Adjusted p-values below it are evidence. */
  level?: number;
  thresholds?: Partial<Record<DriftMethod, Threshold>>;
  /** Of the p-values of a check; another one than `benjaminiHochberg` holds under any dependence. */
  correction?: (pValues: ArrayLike<number>) => Float64Array;
};

/** Change of the share of missing values, and share of unseen categories: one point is worth a look, five an alarm. */
export const shareThreshold: Threshold = { warn: 0.01, alert: 0.05 };

/**
 * The verdicts of one check, one a score: drift where an effect reaches its alert threshold (`warn` likewise) and
 * its p-value, adjusted over all tests of the check, is below the level. An effect without evidence is noise, evidence
 * without effect is many rows. A changed share of missing values and unseen categories count as drift of their own, also where
 * there are too few values for a score. O(scores · log scores).
 */
export function verdictOf(
  scores: readonly DriftClaim[],
  { level = 0.01, thresholds = {}, correction = benjaminiHochberg }: VerdictOptions = {},
): DriftVerdict[] {
  const tests = testsOf(scores, thresholds);
  const adjusted = correction(tests.map(({ p }) => p));
  const verdicts = scores.map((score): DriftVerdict => {
    return { verdict: withoutEvidence(score), adjustedP: NaN, reasons: [] };
  });
  tests.forEach((test, i) => apply(verdicts[test.of] as DriftVerdict, test, adjusted[i] as number, level));
  return verdicts;
}

/**
 * The verdicts of `verdictOf` without what they rest on: adjusted by Benjamini-Hochberg, p is below the level up to a largest one.
 * O(scores), and O(k log k) for k p-values below the level.
 */
export function bareVerdictsOf(
  scores: readonly DriftClaim[],
  { level = 0.01, thresholds = {} }: Omit<VerdictOptions, 'correction'> = {},
): Verdict[] {
  const largest = largestBelow(scores, level);
  return scores.map((score) =>
    largest === undefined
      ? withoutEvidence(score)
      : bareVerdictOf(score, largest, thresholds[score.method] ?? defaultThreshold(score.method)),
  );
}

/** The largest p-value that is below the level when it is adjusted over all tests; undefined where none is. */
function largestBelow(scores: readonly DriftClaim[], level: number): number | undefined {
  let size = 0;
  const small: number[] = []; // adjusted they are larger still
  const count = (p: number): void => {
    if (Number.isNaN(p)) return;
    size += 1;
    if (p < level) small.push(p);
  };
  for (const score of scores) {
    if (score.status === 'ok') count(score.p);
    if (isMissingTested(score)) count(score.missing.p);
    if (isUnseenTested(score)) count(score.unseen.p);
  }
  return small.sort((a, b) => a - b).findLast((p, i) => (p * size) / (i + 1) < level);
}

function bareVerdictOf(score: DriftClaim, largest: number, threshold: Threshold): Verdict {
  let verdict = withoutEvidence(score);
  const look = (effect: number, p: number, { warn, alert }: Threshold): void => {
    if (!(p <= largest && effect >= warn)) return;
    if (effect >= alert) verdict = 'drift';
    else if (verdict !== 'drift') verdict = 'warn';
  };
  if (score.status === 'ok') look(score.effect, score.p, threshold);
  if (isMissingTested(score)) look(differenceOf(score.missing), score.missing.p, shareThreshold);
  if (isUnseenTested(score)) look(differenceOf(score.unseen), score.unseen.p, shareThreshold);
  return verdict;
}

function withoutEvidence({ status }: DriftClaim): Verdict {
  return status === 'ok' ? 'none' : 'unavailable';
}

/**
 * −ln of the level from which on `verdictOf` raises an alarm, drift or a warning, in this check: of the smallest adjusted p-value
 * among the tests whose effect is worth a look. O(scores · log scores).
 *
 * @returns 0 where no level would; NaN where nothing could be tested
 */
export function alarmEvidence(scores: readonly DriftClaim[]): number {
  const tests = testsOf(scores, {});
  if (scores.every(({ status }) => status === 'unavailable')) return NaN;
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  let least = 1;
  for (const [i, { effect, threshold }] of tests.entries()) {
    if (effect >= threshold.warn) least = Math.min(least, adjusted[i] as number);
  }
  return -Math.log(least);
}

/** `of` is the position of its score. */
type Test = { of: number; reason: DriftReason; effect: number; p: number; threshold: Threshold };

function testsOf(scores: readonly DriftClaim[], thresholds: VerdictOptions['thresholds'] = {}): Test[] {
  const tests: Test[] = [];
  scores.forEach((score, of) =>
    addTests(tests, of, score, thresholds[score.method] ?? defaultThreshold(score.method)),
  );
  return tests;
}

/** The tests of one metric; those with nothing to test stay out of the family. */
function addTests(tests: Test[], of: number, score: DriftClaim, threshold: Threshold): void {
  if (score.status === 'ok') tests.push({ of, reason: 'score', effect: score.effect, p: score.p, threshold });
  if (isMissingTested(score)) tests.push(shareTest(of, 'missing', score.missing));
  if (isUnseenTested(score)) tests.push(shareTest(of, 'unseen', score.unseen));
}

function isMissingTested({ missing }: DriftClaim): boolean {
  return missing.reference > 0 || missing.current > 0;
}

function isUnseenTested(score: DriftClaim): score is DriftClaim & { unseen: ShareChange } {
  return score.status === 'ok' && score.unseen !== undefined && score.unseen.current > 0;
}

function shareTest(of: number, reason: DriftReason, change: ShareChange): Test {
  return { of, reason, effect: differenceOf(change), p: change.p, threshold: shareThreshold };
}

function differenceOf({ reference, current }: ShareChange): number {
  return Math.abs(current - reference);
}

/** Raises the verdict to what the test calls for, and names the test beside others that call for the same. */
function apply(
  verdict: DriftVerdict,
  { reason, effect, threshold }: Test,
  adjustedP: number,
  level: number,
): void {
  if (reason === 'score') verdict.adjustedP = adjustedP;
  if (!(adjustedP < level && effect >= threshold.warn)) return;
  const found: Verdict = effect >= threshold.alert ? 'drift' : 'warn';
  if (verdict.verdict === found) {
    verdict.reasons.push(reason);
  } else if (verdict.verdict !== 'drift') {
    verdict.verdict = found;
    verdict.reasons = [reason];
  }
}
