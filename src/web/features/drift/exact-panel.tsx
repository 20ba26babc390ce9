import type { DriftMethod, ExactComparison, ExactScore } from '#workers/protocol.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import styles from './exact-panel.module.css';
import { unavailableText } from '../../health/drift-methods.ts';
import { TaskStatus } from './task-status.tsx';
import type { TaskRun } from './use-task-run.ts';
import { testNames } from '../../health/test-names.ts';

/** The two-sample tests on the rows, while they run and when they are done. */
export function ExactPanel({ exact, method }: { exact: TaskRun<ExactComparison>; method: DriftMethod }) {
  return (
    <div className={styles.panel}>
      <h3>Tests on the rows themselves</h3>
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
          <caption className="visually-hidden">Two-sample tests on the rows</caption>
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

function TestRow({ score, isChosen }: { score: ExactScore; isChosen: boolean }) {
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{testNames[score.method]}</th>
      {score.status === 'ok' ? (
        <>
          <td data-numeric>{formatValue(score.statistic, 'none')}</td>
          <td data-numeric>{formatValue(score.effect, 'none')}</td>
          <td data-numeric>{formatPValue(score.p).replace(/^p\s=\s|^p\s/, '')}</td>
        </>
      ) : (
        <td colSpan={3}>not available: {unavailableText(score, 1)}</td>
      )}
    </tr>
  );
}

/** Which rows the tests saw. */
export function sampleText({ reference, current }: Pick<ExactComparison, 'reference' | 'current'>): string {
  const side = ({ total, sampled }: ExactComparison['reference'], name: string): string =>
    sampled
      ? `a sample of the ${formatCount(total)} values ${name}, the same each time`
      : `all ${formatCount(total)} values ${name}`;
  return `On ${side(current, 'of this window')} and ${side(reference, 'of the reference')}; rows are taken as independent, p is not adjusted.`;
}
