import type { BoardBudget, DriftMap } from '#workers/protocol.ts';
import { formatValue } from '../format/number.ts';
import type { BudgetPeriod } from '../url/view.ts';

const daySeconds = 86_400;
const periodSeconds: Record<BudgetPeriod, number> = {
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
};

/** One false alarm on the board in such a time. */
export function budgetOf(period: BudgetPeriod): BoardBudget {
  return { alarms: 1, periodSeconds: periodSeconds[period] };
}

/** What the board promises when nothing drifts, and what each of its checks may therefore do. */
export function promiseText({ promise, counts, dispersions }: DriftMap): string {
  const { budget, checksPerPeriod, perCheck, promised } = promise;
  const days = Math.round(budget.periodSeconds / daySeconds);
  const period = days === 1 ? 'a day' : `in ${days} days`;
  const metrics =
    counts.metrics.length === 1 ? 'its metric' : `all ${counts.metrics.length} metrics together`;
  const checks = formatValue(Math.max(1, Math.round(checksPerPeriod)), 'none');
  const alarms = formatValue(promised, 'none');
  const dependent = dispersions.filter((dispersion) => dispersion >= 1.5).length;
  const rows =
    dependent === 0
      ? ''
      : ` Rows hang together in ${dependent} of them and count there as the fewer independent ones they are worth.`;
  return (
    `Without drift this board raises at most ${alarms} false ${promised === 1 ? 'alarm' : 'alarms'} ${period}: ${checks} checks of ` +
    `${metrics}, each wrong in at most ${formatValue(perCheck, 'share')}.${rows}`
  );
}
