import type { BoardBudget } from '#workers/tasks/drift-map-tasks.ts';
import type { BudgetPeriod } from '../url/view.ts';

const daySeconds = 86_400;
export const periodSeconds: Record<BudgetPeriod, number> = {
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
};

/** One false alarm on the board in such a time. */
export function budgetOf(period: BudgetPeriod): BoardBudget {
  return { alarms: 1, periodSeconds: periodSeconds[period] };
}
