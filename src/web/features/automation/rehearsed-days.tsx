import type { RehearsedDay } from '#workers/automation/automation-report.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { formatDay } from '../../format/time.ts';
import styles from './automation.module.css';

/** What a threshold would have done day by day. */
export function RehearsedDays({ days, tau }: { days: readonly RehearsedDay[]; tau: number }) {
  const sum = (of: (day: RehearsedDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const errors = sum((day) => day.errors);
  return (
    <details>
      <summary>
        Rehearsal of {days.length} {days.length === 1 ? 'day' : 'days'}:{' '}
        {formatCount(sum((day) => day.automated))} of {formatCount(sum((day) => day.rows))} sampled answers
        would have acted at {tau}, {formatCount(errors)} of {formatCount(sum((day) => day.labelledAutomated))}{' '}
        labelled ones wrongly
      </summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Rehearsal by day" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">day (UTC)</th>
              <th scope="col" data-numeric>
                answers, sampled
              </th>
              <th scope="col" data-numeric>
                would have acted
              </th>
              <th scope="col" data-numeric>
                labelled
              </th>
              <th scope="col" data-numeric>
                wrong
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.dayMs}>
                <th scope="row">{formatDay(day.dayMs, 'UTC')}</th>
                <td data-numeric>{formatCount(day.rows)}</td>
                <td data-numeric>{formatValue(day.automated / day.rows, 'share')}</td>
                <td data-numeric>{formatCount(day.labelledAutomated)}</td>
                <td data-numeric>{formatCount(day.errors)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
