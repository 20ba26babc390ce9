import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { formatCount } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import styles from './quality-page.module.css';
import { measureText } from '../../health/quality-text.ts';

const MOST_SHOWN = 50;

/** Of each class, how much of it was found and how much of what was said to be it was. */
export function ClassTable({ byClass }: { byClass: NonNullable<QualityReport['byClass']> }) {
  const reference = new Map(byClass.reference.map((own) => [own.name, own]));
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Classes, table" tabIndex={0}>
        <table>
          <caption className="visually-hidden">Quality by class, now and in the reference</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" data-numeric>
                n
              </th>
              <th scope="col" data-numeric>
                Recall
              </th>
              <th scope="col" data-numeric>
                in the reference
              </th>
              <th scope="col" data-numeric>
                Precision
              </th>
              <th scope="col" data-numeric>
                in the reference
              </th>
            </tr>
          </thead>
          <tbody>
            {byClass.current.slice(0, MOST_SHOWN).map(({ name, n, recall, precision }) => {
              const before = reference.get(name);
              return (
                <tr key={name}>
                  <th scope="row">
                    <LongName name={name} most={40} />
                  </th>
                  <td data-numeric>{formatCount(n)}</td>
                  <td data-numeric>{measureText(recall, 'share')}</td>
                  <td data-numeric>{before ? measureText(before.recall, 'share') : 'not there'}</td>
                  <td data-numeric>{measureText(precision, 'share')}</td>
                  <td data-numeric>{before ? measureText(before.precision, 'share') : 'not there'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {byClass.current.length > MOST_SHOWN && (
        <p className={styles.note}>
          The {MOST_SHOWN} most frequent of {formatCount(byClass.current.length)} classes.
        </p>
      )}
    </>
  );
}
