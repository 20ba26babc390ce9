import type { DriftMap, MetricBins, ShareInterval } from '#workers/tasks/drift-map-tasks.ts';
import { countsWindow } from '../../api/drift.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatDifference, formatInterval, formatPValue, formatValue } from '../../format/number.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './cell-detail.module.css';

/** The share of rows without a value on both sides, whether it changed, and its course. */
export function MissingView({ map, name, bins }: { map: DriftMap; name: string; bins: MetricBins }) {
  const zone = useZone();
  const { missingShare } = bins;
  if (missingShare.status === 'unavailable') {
    return <p className={styles.note}>There are no rows on one side, so no share of missing values.</p>;
  }
  const { reference, current, difference, p, slots } = missingShare;
  const { fromMs, toMs } = countsWindow(map.counts);
  return (
    <>
      <div className={styles.scroller}>
        <table>
          <caption className="visually-hidden">Missing values of {name}</caption>
          <thead>
            <tr>
              <th scope="col">Side</th>
              <th scope="col" data-numeric>
                Missing
              </th>
              <th scope="col" data-numeric>
                95 % interval
              </th>
            </tr>
          </thead>
          <tbody>
            <ShareRow side="Reference" share={reference} />
            <ShareRow side="Current" share={current} />
            <tr>
              <th scope="row">Difference</th>
              <td data-numeric>{formatDifference(difference.value, 'share')}</td>
              <td data-numeric>
                {formatInterval(difference.low, difference.high, 'share', 'difference')} pp
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        {formatPValue(p)} that the share did not change, not adjusted. Intervals by Wilson and Newcombe.
      </p>
      <ChartGroup label="Missing values over time" zone={zone}>
        <TimeSeriesChart
          title={`${name}, share of rows without a value`}
          unit="share"
          times={map.counts.slotsMs}
          step={map.counts.stepSeconds * 1000}
          series={[{ name: 'missing', values: slots.shares, tone: 'series1' }]}
          counts={slots.rows}
          band={{ low: reference.low, median: reference.value, high: reference.high }}
          domain={[fromMs, toMs]}
          yZero
        />
      </ChartGroup>
    </>
  );
}

function ShareRow({ side, share }: { side: string; share: ShareInterval }) {
  return (
    <tr>
      <th scope="row">{side}</th>
      <td data-numeric>{formatValue(share.value, 'share')}</td>
      <td data-numeric>{formatInterval(share.low, share.high, 'share')} %</td>
    </tr>
  );
}
