import type { BoardBudget, DriftMap } from '#workers/protocol.ts';
import { formatValue } from '../format/number.ts';
import { type BudgetPeriod, budgetPeriods } from '../url/view.ts';

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

/** What the board promises when nothing drifts, what each of its checks may therefore do, and what was measured. */
export function promiseText({ promise, measured, counts, dispersions }: DriftMap): string {
  const { budget, checksPerPeriod, perCheck, promised } = promise;
  const period = budgetPeriods.find((name) => periodSeconds[name] === budget.periodSeconds);
  const each = period ? `a ${period}` : `in ${formatValue(budget.periodSeconds, 's')}`;
  const metrics = counts.metrics.length;
  const alarms = Number(promised.toPrecision(2));
  const checks = Math.round(checksPerPeriod) || Number(checksPerPeriod.toPrecision(1));
  return [
    `Without drift this board raises at most ${formatValue(alarms, 'none')} false ${alarms === 1 ? 'alarm' : 'alarms'} ${each}:`,
    `each check of ${metrics === 1 ? 'its metric' : `all ${metrics} metrics together`} is wrong in at most ${formatValue(perCheck, 'share')},`,
    `and there ${checks === 1 ? 'is 1' : `are ${formatValue(checks, 'none')}`} ${each}.`,
    ...measuredText(measured),
    ...dependenceText(dispersions),
  ].join(' ');
}

function measuredText({ checks, alarms }: DriftMap['measured']): string[] {
  if (checks === 0) return [];
  const own = checks === 1 ? 'the one check' : `the ${formatValue(checks, 'none')} checks`;
  return [
    `In ${own} of the reference’s own time here it raised ${alarms === 0 ? 'none' : formatValue(alarms, 'none')}.`,
  ];
}

function dependenceText(dispersions: Float64Array): string[] {
  const dependent = dispersions.filter((dispersion) => dispersion >= 2).length;
  if (dependent === 0) return [];
  const [subject, rows] =
    dependent === 1 ? ['One changes', 'its rows'] : [`${dependent} change`, 'their rows'];
  return [
    `${subject} from slot to slot more than independent rows would (sessions, seasons); ${rows} count as the fewer they are worth.`,
  ];
}
