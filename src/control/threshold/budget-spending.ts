import { poissonTail, poissonUpper } from '#stats/budget/poisson-rate.ts';

const LEVEL = 0.05;

export type BudgetSpending = {
  perWeek: number;
  /** The 95 % upper limit of the rate. */
  upperPerWeek: number;
  /** Of so many false alarms or more, if the budget were kept. */
  p: number;
  isOverspent: boolean;
};

/** False alarms beside what was agreed to: overspent where so many would come with p < 0.05 by a Poisson law of that rate. */
export function budgetSpending({
  falseAlarms,
  promisedPerWeek,
  weeks,
}: {
  falseAlarms: number;
  promisedPerWeek: number;
  weeks: number;
}): BudgetSpending {
  const p = poissonTail(falseAlarms, promisedPerWeek * weeks);
  return {
    perWeek: falseAlarms / weeks,
    upperPerWeek: poissonUpper(falseAlarms) / weeks,
    p,
    isOverspent: p < LEVEL,
  };
}
