import { memo } from 'react';
import { formatCount } from '#web/format/number.ts';
import styles from './time-series-chart.module.css';

/** `plot again`: it was left for the table, and takes the focus back. */
export type ChartView = 'plot' | 'table' | 'plot again';

/** The title of a chart, and the way to its table and back. It rests while data arrive. */
export const ChartCaption = memo(function ChartCaption({
  id,
  title,
  table,
  onView,
}: {
  id: string;
  title: string;
  /** Where the table is shown instead of the plot. */
  table: { rows: number; onSave: () => void } | undefined;
  onView: (view: ChartView) => void;
}) {
  return (
    <figcaption className={styles.caption}>
      <span id={id} className={styles.title}>
        {title}
      </span>
      {table && (
        <button
          type="button"
          data-kind="plain"
          className={styles.toggle}
          aria-label={`CSV of ${title}, all ${formatCount(table.rows)} rows`}
          onClick={table.onSave}
        >
          CSV
        </button>
      )}
      <button
        type="button"
        data-kind="plain"
        className={styles.toggle}
        tabIndex={table ? 0 : -1}
        aria-pressed={table !== undefined}
        aria-label={`Table of ${title}`}
        onClick={() => onView(table ? 'plot' : 'table')}
      >
        table
      </button>
    </figcaption>
  );
});
