import type { BoardBudget, DriftMap, NoHistory, Season } from '#workers/tasks/drift-map-tasks.ts';
import { formatValue } from '../format/number.ts';
import { budgetPeriods } from '../url/view.ts';
import { periodSeconds } from './alarm-budget.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What the board promises when nothing drifts, and what each of its checks may therefore do. */
export function promiseText({ promise, counts, dispersions, seasons }: DriftMap): string {
  const { budget, checksPerPeriod, perCheck, promised } = promise;
  const metrics = counts.metrics.length;
  const alarms = Number(promised.toPrecision(2));
  const each = eachPeriod(budget);
  const checks = Math.round(checksPerPeriod) || Number(checksPerPeriod.toPrecision(1));
  return [
    `Without drift this board raises at most ${formatValue(alarms, 'none')} false ${alarms === 1 ? 'alarm' : 'alarms'} ${each}:`,
    `each check of ${metrics === 1 ? 'its metric' : `all ${metrics} metrics together`} is wrong in ${atMost(perCheck)} of cases,`,
    `and there ${checks === 1 ? 'is 1' : `are ${formatValue(checks, 'none')}`} ${each}.`,
    ...seasonTexts(seasons),
    ...dependenceText(dispersions),
  ].join(' ');
}

/** Whether the promise was proven on the reference's own time, and what was measured there. */
export function recordText({ promise, calibration }: DriftMap): { basis: string; text: string } {
  if (calibration.status === 'unavailable') {
    const text = `by the law of chance: ${noHistoryTexts[calibration.reason]}.`;
    return { basis: 'Extrapolated', text };
  }
  const { basis, checks, alarms, checksToCertify, wandering } = calibration;
  const each = eachPeriod(promise.budget);
  const own = checks === 1 ? 'the one check' : `the ${formatValue(checks, 'none')} checks`;
  const rate = Number(((alarms / Math.max(1, checks)) * promise.checksPerPeriod).toPrecision(2));
  const raised =
    alarms === 0 ? 'none' : `${formatValue(alarms, 'none')}, that is ${formatValue(rate, 'none')} ${each}`;
  const measured = `in ${own} of the reference’s own time, each held against the rest of it, the board raised ${raised}`;
  if (wandering > 0) {
    const [subject, of] =
      wandering === 1 ? ['one metric wanders', 'it'] : [`${wandering} metrics wander`, 'them'];
    return {
      basis: 'Not certified',
      text: `${measured}, but ${subject} from slot to slot, and the reference’s own time is worth fewer than 30 independent slots of ${of}: as much more evidence is asked for, and drift may stay unseen; a longer reference helps.`,
    };
  }
  if (basis === 'certified') {
    return { basis: 'Certified', text: `${measured}; with 95 % certainty that keeps the promise.` };
  }
  const needed = formatValue(checksToCertify, 'none');
  return {
    basis: 'Extrapolated',
    text: `${measured}, but it takes ${needed} checks without an alarm to certify the promise.`,
  };
}

const noHistoryTexts: Record<NoHistory, string> = {
  upload: 'the rows of an uploaded reference have no order in which to try it',
  provisional: 'the log is too young to try it on the reference’s own time',
  short: 'the reference’s own time has too few slots of this width to try it',
};

function eachPeriod({ periodSeconds: seconds }: BoardBudget): string {
  const period = budgetPeriods.find((name) => periodSeconds[name] === seconds);
  return period ? `a ${period}` : `in ${formatValue(seconds, 's')}`;
}

/** A share of which only an upper limit is written stands for itself. */
function atMost(share: number): string {
  const text = formatValue(share, 'share');
  return text.startsWith('<') ? text : `at most ${text}`;
}

/** "5 metrics are compared with the same hour of the day of the reference." */
function seasonTexts(seasons: readonly (Season | undefined)[]): string[] {
  const names = seasons.flatMap((season) => (season ? [seasonName(season)] : []));
  return [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => {
    const subject = length === 1 ? 'One metric is' : `${length} metrics are`;
    return `${subject} compared with ${name} of the reference.`;
  });
}

/** What slots of the reference a slot is compared with, in its time zone. */
export function seasonName({ periodMs, partMs }: Season): string {
  const period = periodMs === 7 * dayMs ? 'week' : 'day';
  if (partMs === hourMs) return `the same hour of the ${period} (UTC)`;
  return partMs === dayMs ? 'the same weekday (UTC)' : `the same time of the ${period} (UTC)`;
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
