/** How many false alarms are allowed, for everything that shares the budget together. */
export type AlarmBudget = {
  alarms: number;
  /** Checks in one period: 168 for a week of hours. */
  checksPerPeriod: number;
  /** Tests in one check: the features that share the budget, each with its tests. */
  tests?: number;
};

export type CheckLevel = {
  /** Probability of a false alarm that one check of all tests may have. */
  perCheck: number;
  /** The same for a single test, by Bonferroni: it holds whatever the dependence between tests. */
  perTest: number;
  /** Upper limit of the expected false alarms a period at this level. */
  promised: number;
  /** Probability of a period without a false alarm, at the promised rate. */
  quietShare: number;
};

/** A check that may be wrong more often than this is no evidence, however few checks a period has. */
export const mostPerCheck = 0.05;

/**
 * The level that a budget leaves to one check: alarms / checks. Expectations add up whatever the dependence
 * between checks, so at this level the expected number of false alarms a period is at most the budget;
 * dependence between checks only bunches them. Capped at 5 %, where the promise is below the budget.
 * `quietShare` is exp(−promised) (Poisson). O(1).
 *
 * @throws {RangeError} when alarms, checks or tests are not positive
 */
export function checkLevel({ alarms, checksPerPeriod, tests = 1 }: AlarmBudget): CheckLevel {
  if (!(alarms > 0 && checksPerPeriod > 0 && tests >= 1)) {
    throw new RangeError(`${alarms} alarms, ${checksPerPeriod} checks of ${tests} tests`);
  }
  const perCheck = Math.min(mostPerCheck, alarms / checksPerPeriod);
  const promised = perCheck * checksPerPeriod;
  return { perCheck, perTest: perCheck / tests, promised, quietShare: Math.exp(-promised) };
}
