import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import styles from './decomposition-table.module.css';
import { changeText, measureName, measureTexts, reasonTexts } from '../../health/quality-text.ts';

type Part = { name: string; about: string; estimate: { value: number; lower: number; upper: number } };

/** The change of quality as bars with their intervals, in numbers and in words. */
export function DecompositionTable({ report }: { report: QualityReport }) {
  const { decomposition, hasScores, answers } = report;
  const [main] = report.measures;
  if (!main) return null;
  if (!hasScores && answers.kind !== 'regression') {
    return (
      <p className={styles.note}>
        Only a score tells changed data from a changed concept: send the model’s confidence with each
        prediction.
      </p>
    );
  }
  if (decomposition.status === 'unavailable') {
    return (
      <p className={styles.note}>
        There is nothing to compare: {reasonTexts[decomposition.reason]} on one side.
      </p>
    );
  }
  const { unit } = measureTexts[main.id];
  const name = measureName(main.id, report).toLowerCase();
  const parts: Part[] = [
    { name: 'Change', about: `of the ${name} against the reference`, estimate: decomposition.change },
    {
      name: 'Concept drift',
      about: 'the same score means something else',
      estimate: decomposition.conceptDrift,
    },
    { name: 'Data drift', about: 'other scores come in', estimate: decomposition.dataDrift },
  ];
  const reach = Math.max(
    ...parts.flatMap(({ estimate }) => [Math.abs(estimate.lower), Math.abs(estimate.upper)]),
    Number.EPSILON,
  );
  return (
    <>
      <p className={styles.note}>{decompositionText(report)}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Parts of the change, table" tabIndex={0}>
        <table className={styles.table}>
          <caption className="visually-hidden">The change of quality, cut into its parts</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" data-numeric>
                Size, 95 % interval
              </th>
              <th scope="col" className={styles.barColumn}>
                <span className="visually-hidden">Drawn</span>
              </th>
              <th scope="col">Means</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name: part, about, estimate }) => (
              <tr key={part}>
                <th scope="row">{part}</th>
                <td data-numeric>{changeText({ status: 'ok', ...estimate }, unit)}</td>
                <td className={styles.barColumn}>
                  <IntervalBar {...estimate} reach={reach} />
                </td>
                <td>{about}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        n {formatCount(decomposition.m)} against {formatCount(decomposition.n)}; bins of the score,
        reweighted, the same weight on both sides.
        {decomposition.outsideShare > 0.05 &&
          ` ${formatValue(decomposition.outsideShare, 'share')} of the scores lie outside the reference’s: the cut is uncertain there.`}
      </p>
    </>
  );
}

function decompositionText({ decomposition }: QualityReport): string {
  if (decomposition.status === 'unavailable') return '';
  const { change, conceptDrift, dataDrift } = decomposition;
  const isSure = ({ lower, upper }: { lower: number; upper: number }) => lower > 0 || upper < 0;
  if (!isSure(change) && !isSure(conceptDrift) && !isSure(dataDrift)) {
    return 'No part differs from zero beyond chance.';
  }
  const causes = [
    ...(isSure(conceptDrift) ? ['the concept changed: equal scores are right at another rate'] : []),
    ...(isSure(dataDrift) ? ['the data changed: other scores come in'] : []),
  ];
  if (causes.length === 0) return 'The quality changed; which part did it cannot be told yet.';
  const isOpposed = isSure(conceptDrift) && isSure(dataDrift) && conceptDrift.value * dataDrift.value < 0;
  return `Beyond chance, ${causes.join(', and ')}${isOpposed ? '; they work against each other' : ''}.`;
}

function IntervalBar({
  value,
  lower,
  upper,
  reach,
}: {
  value: number;
  lower: number;
  upper: number;
  reach: number;
}) {
  const x = (number: number) => 80 + (78 * number) / reach;
  return (
    <svg width="160" height="20" aria-hidden="true" focusable="false" className={styles.bar}>
      <line x1="80" x2="80" y1="0" y2="20" className={styles.zero} />
      <rect
        x={Math.min(80, x(value))}
        y="6"
        width={Math.abs(x(value) - 80)}
        height="8"
        className={styles.fill}
      />
      <path d={`M${x(lower)},6V14M${x(lower)},10H${x(upper)}M${x(upper)},6V14`} className={styles.whisker} />
    </svg>
  );
}
