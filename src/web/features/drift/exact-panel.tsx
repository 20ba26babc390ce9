import type { DriftMethod } from '#workers/tasks/drift-map-tasks.ts';
import { type ExactComparison, mostExactRows } from '#workers/tasks/rows-tasks.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { pText } from '../../health/p-text.ts';
import styles from './exact-panel.module.css';
import { unavailableText } from '../../health/drift-methods.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import type { TaskRun } from '../../api/use-task-run.ts';
import { testNames } from '../../health/test-names.ts';

/** The two-sample tests on the rows, while they run and when they are done. */
export function ExactPanel({ exact, method }: { exact: TaskRun<ExactComparison>; method: DriftMethod }) {
  return (
    <div className={styles.panel}>
      <h3>{exact.data?.basis === 'counts' ? 'Tests on the counts' : 'Tests on the rows themselves'}</h3>
      <TaskStatus run={exact} what="the tests" act="Run the tests" />
      {exact.data && <Results data={exact.data} method={method} />}
    </div>
  );
}

function Results({ data, method }: { data: ExactComparison; method: DriftMethod }) {
  return (
    <>
      <div className={styles.scroller}>
        <table>
          <caption className="visually-hidden">Two-sample tests on the {data.basis}</caption>
          <thead>
            <tr>
              <th scope="col">Test</th>
              <th scope="col" data-numeric>
                Statistic
              </th>
              <th scope="col" data-numeric>
                Effect
              </th>
              <th scope="col" data-numeric>
                p
              </th>
            </tr>
          </thead>
          <tbody>
            {data.scores.map((score) => (
              <TestRow key={score.method} score={score} isChosen={score.method === method} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{sampleText(data)}</p>
    </>
  );
}

function TestRow({ score, isChosen }: { score: ExactComparison['scores'][number]; isChosen: boolean }) {
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{testNames[score.method]}</th>
      {score.status === 'ok' ? (
        <>
          <td data-numeric>
            {formatValue(score.statistic, 'none')}
            {score.bound && <span className={styles.bound}>{boundText(score.bound)}</span>}
          </td>
          <td data-numeric>{formatValue(score.effect, 'none')}</td>
          <td data-numeric>{pText(score)}</td>
        </>
      ) : (
        <td colSpan={3}>not available: {unavailableText(score, 1)}</td>
      )}
    </tr>
  );
}

/** Where the statistic of the rows lies, when only their counts were compared. */
function boundText({ low, high }: { low: number; high: number }): string {
  return `of the rows ${formatValue(low, 'none')} to ${formatValue(high, 'none')}`;
}

/** Which rows the tests saw. */
export function sampleText({
  basis,
  reference,
  current,
}: Pick<ExactComparison, 'basis' | 'reference' | 'current'>): string {
  const side = ({ total, sampled }: ExactComparison['reference'], name: string): string =>
    sampled
      ? `a sample of the ${formatCount(total)} values ${name}, the same each time`
      : `all ${formatCount(total)} values ${name}`;
  const both = `${side(current, 'of this window')} and ${side(reference, 'of the reference')}`;
  const caveat = 'rows are taken as independent, p is not adjusted.';
  if (basis === 'rows') return `On ${both}; ${caveat}`;
  return `From the server’s counts, by bin, of ${both}: more than ${formatCount(mostExactRows)} on a side are not fetched into a tab. ${caveat.replace('rows', 'Rows')}`;
}
