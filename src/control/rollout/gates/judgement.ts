import type { Gate } from '#contract/rollout-plan.ts';
import type { Verdict } from '#contract/rollout-evidence.ts';

/** What the numbers of one gate say; when and from which rows they are is added by whoever read them. */
export type Judgement = Pick<
  Verdict,
  'verdict' | 'harmE' | 'safeE' | 'effect' | 'interval' | 'nStable' | 'nCandidate' | 'remainingSeconds'
>;

/** Evidence beyond this is as good as certain, and JSON holds no infinity. */
const MOST_E = 1e300;

/**
 * The verdict that two always-valid tests allow: harm first, because it is the one that must not be missed.
 *
 * @param lnHarm ln of the e-value against "not worse"
 * @param lnSafe ln of the e-value against "worse by the margin or more"
 * @param isBetter the whole interval is on the good side
 */
export function judged(
  { alphaHarm, alphaSafe }: Pick<Gate, 'alphaHarm' | 'alphaSafe'>,
  { lnHarm, lnSafe, isBetter }: { lnHarm: number; lnSafe: number; isBetter: boolean },
): Pick<Judgement, 'verdict' | 'harmE' | 'safeE'> {
  const e = { harmE: eOf(lnHarm), safeE: eOf(lnSafe) };
  if (lnHarm >= Math.log(1 / alphaHarm)) return { verdict: 'worse', ...e };
  if (lnSafe >= Math.log(1 / alphaSafe)) return { verdict: isBetter ? 'better' : 'noWorse', ...e };
  return { verdict: 'open', ...e };
}

/** Until a test that has come so far in so many seconds is through, if it goes on like that; null while it says nothing. */
export function remainingSeconds(lnE: number, alpha: number, seconds: number): number | null {
  const wanted = Math.log(1 / alpha);
  if (lnE >= wanted) return 0;
  // less than a third of a factor is noise
  if (lnE < 0.3) return null;
  return Math.round(seconds * (wanted / lnE - 1));
}

/** An interval that JSON can hold; null where one end is open. */
export function closedInterval(lower: number, upper: number): Judgement['interval'] {
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : null;
}

/** A number that JSON can hold. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function eOf(lnE: number): number {
  return Math.min(MOST_E, Math.exp(lnE));
}
