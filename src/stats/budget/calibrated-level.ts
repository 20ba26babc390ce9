import { thresholdForBudget } from '../false-alarm-budget.ts';
import { type AlarmBudget, checkLevel, type CheckLevel } from './check-level.ts';
import { poissonUpper } from './poisson-rate.ts';

/**
 * What time without drift says of a level. `certified` when the Poisson upper limit (95 %) of the alarms that
 * the level raised there is within the promise, else `extrapolated`: it is kept there, but the time is too
 * short to prove it.
 */
export type CalibratedLevel = CheckLevel & {
  basis: 'certified' | 'extrapolated';
  /** Checks of that time, and those that raise an alarm at the level. */
  checks: number;
  alarms: number;
  /** Quiet checks that would certify the budget. */
  checksToCertify: number;
};

/** Evidence beyond it has a p-value that a number cannot hold. */
const mostEvidence = 700;

/**
 * The level of a check at which checks without drift raise no more than the budget: that of the law of chance
 * (`checkLevel`), lowered to what `thresholdForBudget` asks for on the evidence of those checks, the largest
 * of all metrics of each (a maximum statistic, Westfall & Young 1993), by stationary bootstrap of blocks of
 * checks. In a time shorter than that to one allowed alarm, and with too few peaks for a Pareto tail, the
 * largest evidence seen is continued by the tail that −ln p has without drift, e⁻ˣ, to where so many quiet checks
 * as would certify the budget leave none. O(draws · checks · log checks).
 *
 * @param evidence of each check, −ln of the level from which on it is an alarm, see `alarmEvidence`; in order
 *   of time; none is NaN, +Infinity is bounded
 * @param meanBlock of checks, longer than they hang together
 * @throws {RangeError} for an impossible budget
 */
export function calibratedLevel(
  evidence: Float64Array,
  budget: AlarmBudget,
  { meanBlock, seed }: { meanBlock: number; seed: number },
): CalibratedLevel {
  const law = checkLevel(budget);
  const { checksPerPeriod } = budget;
  const checks = evidence.length;
  const checksToCertify = Math.ceil((poissonUpper(0) * checksPerPeriod) / law.promised);
  const bounded = evidence.map((value) => Math.min(value, mostEvidence));
  const wanted = { alarms: law.promised, checksPerPeriod, gap: 0, meanBlock };
  const found = thresholdForBudget([bounded], wanted, seed);
  const threshold = found.status === 'ok' ? found.threshold : beyondAll(bounded, checksToCertify);
  const perCheck = Math.min(law.perCheck, Math.exp(-Math.min(threshold, mostEvidence)));
  const alarms = bounded.filter((value) => Math.exp(-value) < perCheck).length;
  const limit = checks === 0 ? Infinity : (poissonUpper(alarms) * checksPerPeriod) / checks;
  const basis = limit <= law.promised ? 'certified' : 'extrapolated';
  return { ...law, perCheck, perTest: perCheck, basis, checks, alarms, checksToCertify };
}

/** Without any evidence there is nothing to continue. */
function beyondAll(evidence: Float64Array, checks: number): number {
  const most = evidence.reduce((a, b) => Math.max(a, b), 0);
  return most === 0 ? 0 : most + Math.max(0, Math.log(checks / evidence.length));
}
