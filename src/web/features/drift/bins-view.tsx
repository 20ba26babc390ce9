import type { MetricBins } from '#workers/tasks/drift-map-tasks.ts';
import { formatCount, formatDifference, formatValue } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import styles from './cell-detail.module.css';

const MOST = 200;

/** Every bin or category: its shares, and how much of the divergence it makes; the most first. */
export function BinsView({ name, bins }: { name: string; bins: MetricBins }) {
  const n = sumOf(bins.reference);
  const m = sumOf(bins.current);
  const rows = bins.labels
    .map((label, bin) => ({
      label,
      before: bins.reference[bin] ?? 0,
      now: bins.current[bin] ?? 0,
      contribution: bins.contributions[bin] ?? Number.NaN,
    }))
    .sort((a, b) => (b.contribution || 0) - (a.contribution || 0) || b.before + b.now - a.before - a.now);
  const divergence = bins.score.method === 'psi' ? 'PSI' : 'Jensen–Shannon divergence';
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label={`${name} by bin`} tabIndex={0}>
        <table>
          <caption className="visually-hidden">{name} by bin</caption>
          <thead>
            <tr>
              <th scope="col">{bins.edges ? 'Bin' : 'Value'}</th>
              <th scope="col" data-numeric>
                Reference
              </th>
              <th scope="col" data-numeric>
                Current
              </th>
              <th scope="col" data-numeric>
                Difference
              </th>
              <th scope="col" data-numeric>
                n reference
              </th>
              <th scope="col" data-numeric>
                n current
              </th>
              <th scope="col" data-numeric>
                Part of the change
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ label, before, now, contribution }) => (
              <tr key={label}>
                <th scope="row">
                  <LongName name={label} most={40} />
                </th>
                <td data-numeric>{formatValue(before / n, 'share')}</td>
                <td data-numeric>{formatValue(now / m, 'share')}</td>
                <td data-numeric>{formatDifference(now / m - before / n, 'share')}</td>
                <td data-numeric>{formatCount(before)}</td>
                <td data-numeric>{formatCount(now)}</td>
                <td data-numeric>{formatValue(contribution, 'share')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        n {formatCount(m)} against {formatCount(n)}. The change is the {divergence}; the parts add up to it
        {Number.isNaN(rows[0]?.contribution) &&
          ', and there are none where nothing differs or a side is empty'}
        .{rows.length > MOST && ` The ${MOST} of ${rows.length} bins with the largest parts are shown.`}
      </p>
    </>
  );
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
