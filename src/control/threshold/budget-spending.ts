import { poissonLower, poissonTail, poissonUpper } from '#stats/budget/poisson-rate.ts';

const LEVEL = 0.05;

export type BudgetSpending = {
  perWeek: number;
  /** The limits of the rate, each exact at 95 %: together an interval of 90 %. */
  lowerPerWeek: number;
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
    lowerPerWeek: poissonLower(falseAlarms) / weeks,
    upperPerWeek: poissonUpper(falseAlarms) / weeks,
    p,
    isOverspent: p < LEVEL,
  };
}
