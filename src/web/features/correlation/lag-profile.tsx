import type { LeadLag } from '#workers/tasks/series-tasks.ts';
import { formatDuration } from '../../format/number.ts';
import styles from './pair-overlay.module.css';
import { correlationAt } from './pair-series.ts';

const WIDTH = 484;
const HEIGHT = 64;

/** The correlation at every lag as bars, the chosen lag marked: a lead is a peak, not a plateau. */
export function LagProfile({
  leads,
  row,
  column,
  lag: chosen,
}: {
  leads: LeadLag;
  row: number;
  column: number;
  lag: number;
}) {
  const { maxLag, stepMs } = leads;
  const lags = Array.from({ length: 2 * maxLag + 1 }, (_, index) => index - maxLag);
  const values = lags.map((lag) => correlationAt(leads, row, column, lag));
  const largest = Math.max(0.2, ...values.map((value) => Math.abs(value)).filter((value) => value > 0));
  const slot = WIDTH / lags.length;
  const y = (value: number) => HEIGHT / 2 - (value / largest) * (HEIGHT / 2 - 1);
  const end = formatDuration(maxLag * stepMs);
  return (
    <figure className={styles.profile}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Correlation by lag, from −${end} to +${end}, up to ${largest.toFixed(2)} in size`}
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className={styles.axis} />
        {values.map((value, index) => {
          const lag = index - maxLag;
          if (Number.isNaN(value)) return null;
          const top = Math.min(y(value), y(0));
          return (
            <rect
              key={lag}
              x={index * slot + slot * 0.15}
              y={top}
              width={slot * 0.7}
              height={Math.max(0.5, Math.abs(y(value) - y(0)))}
              className={styles.bar}
              data-chosen={lag === chosen || undefined}
            />
          );
        })}
      </svg>
      <figcaption className={styles.scale}>
        <span>−{end}</span>
        <span>0</span>
        <span>+{end}</span>
      </figcaption>
    </figure>
  );
}
