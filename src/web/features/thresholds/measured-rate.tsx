import type { RuleAlarmRecord } from '#contract/alarm-record.ts';
import { type BudgetSpending, budgetSpending } from '#control/threshold/budget-spending.ts';
import { formatCount, formatDuration, formatInterval, formatValue, MISSING } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './measured-rate.module.css';

const WEEK_MS = 7 * 86_400_000;

/** A day. */
const LEAST_WEEKS = 1 / 7;

type Counts = Pick<RuleAlarmRecord, 'promisedPerWeek' | 'weeks' | 'noise' | 'real' | 'unmarked'>;

/** False alarms a week as they were, with their interval and what they rest on. */
export function MeasuredRate({ record }: { record: Counts | undefined }) {
  if (!record) return <span title="not known yet">{MISSING}</span>;
  const spending = spendingOf(record);
  if (!spending) {
    return (
      <span className={styles.rate}>
        <span title="watched for less than a day">{MISSING}</span>
        <small className={styles.counts}>{countsText(record)}</small>
      </span>
    );
  }
  return (
    <span className={styles.rate} data-severity={spending.isOverspent ? 'warning' : undefined}>
      <strong>
        {spending.isOverspent && <Glyph name="warning" />} {formatValue(spending.perWeek, 'none')}
      </strong>{' '}
      {formatInterval(spending.lowerPerWeek, spending.upperPerWeek, 'none')}
      <small className={styles.counts}>
        {spending.isOverspent && 'overspent: '}
        {countsText(record)}
      </small>
    </span>
  );
}

/** Beside the promise; undefined while a rate a week would say nothing. */
export function spendingOf({ noise, promisedPerWeek, weeks }: Counts): BudgetSpending | undefined {
  if (weeks < LEAST_WEEKS) return undefined;
  const spending = budgetSpending({ falseAlarms: noise, promisedPerWeek: promisedPerWeek ?? 0, weeks });
  return promisedPerWeek === null ? { ...spending, isOverspent: false } : spending;
}

/** `3 noise, 1 real, 2 not marked, in 4.1 weeks`. */
export function countsText({ noise, real, unmarked, weeks }: Counts): string {
  const time = weeks < 1 ? formatDuration(weeks * WEEK_MS) : `${formatValue(weeks, 'none')} weeks`;
  return `${formatCount(noise)} noise, ${formatCount(real)} real, ${formatCount(unmarked)} not marked, in ${time}`;
}
