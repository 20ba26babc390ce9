import type { Disagreements } from '#contract/rollout-disagreement.ts';
import type { Rollout } from '#contract/rollout.ts';
import { formatCount } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import styles from './disagreements.module.css';

type Cell = { stable: string; candidate: string };

/** Which answers are taken for which; choosing a row narrows the list to it. */
export function ConfusionTable({
  rollout,
  confusion,
  chosen,
  onChoose,
}: {
  rollout: Rollout;
  confusion: Disagreements['confusion'];
  chosen: Cell | undefined;
  onChoose: (cell: Cell | undefined) => void;
}) {
  const isChosen = (cell: Cell) => chosen?.stable === cell.stable && chosen.candidate === cell.candidate;
  return (
    <details className={styles.confusion} open={chosen !== undefined}>
      <summary>Which answers for which</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Answers for answers, table" tabIndex={0}>
        <table aria-label="Which answers for which">
          <thead>
            <tr>
              <th scope="col">{rollout.stable.version}</th>
              <th scope="col">{rollout.candidate.version}</th>
              <th scope="col" data-numeric>
                pairs
              </th>
              <th scope="col" data-numeric>
                different
              </th>
              <th scope="col">list</th>
            </tr>
          </thead>
          <tbody>
            {confusion.map((cell) => (
              <tr key={JSON.stringify([cell.stable, cell.candidate])}>
                <td>
                  <LongName name={cell.stable} most={24} />
                </td>
                <td>
                  <LongName name={cell.candidate} most={24} />
                </td>
                <td data-numeric>{formatCount(cell.pairs)}</td>
                <td data-numeric>{formatCount(cell.disagreeing)}</td>
                <td>
                  {cell.disagreeing > 0 && (
                    <button
                      type="button"
                      aria-pressed={isChosen(cell)}
                      onClick={() => onChoose(isChosen(cell) ? undefined : cell)}
                    >
                      {isChosen(cell) ? 'Show all' : 'Show only these'}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
