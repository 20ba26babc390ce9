import { useQuery } from '@tanstack/react-query';
import { overviewQuery } from '../../api/pipelines.ts';
import { formatCount } from '../../format/number.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import styles from './quality-page.module.css';

/** What to do when no row has a label. */
export function HowToLabel({ pipeline, stage }: { pipeline: string; stage: string }) {
  const range = useTimeRange(pipeline);
  const { data: overview } = useQuery(overviewQuery(pipeline, range));
  const arrived = overview?.labels.rows ?? 0;
  const example = {
    pipeline,
    stage,
    requestId: 'the id of the prediction',
    time: '2026-11-24T10:00:00Z',
    value: true,
  };
  return (
    <section className={styles.section} aria-labelledby="how-to-label">
      <h2 id="how-to-label">Send labels when you learn the truth</h2>
      {arrived > 0 && (
        <p className={styles.note}>
          {formatCount(arrived)} labels of {pipeline} have arrived, but none belongs to a row of this stage: a
          label finds its row by requestId, and by stage where it names one.
        </p>
      )}
      <p className={styles.note}>
        Give each prediction a requestId, and send its label with the same one, whenever it is known. The
        value is the right class or number; for free text true or false.
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <pre className={styles.example} tabIndex={0} aria-label="Example of a label">
        POST /api/v1/labels{'\n'}
        {JSON.stringify(example, null, 1)}
      </pre>
    </section>
  );
}
