import type { AlarmCurvePoint } from '#workers/rehearsal/rehearsal-protocol.ts';
import { CurveChart } from '../../charts/curve-chart.tsx';
import { formatValue, type Unit } from '../../format/number.ts';
import styles from './threshold-editor.module.css';

/** How alarms and delay depend on the limit, so that the flat part can be seen and chosen. */
export function AlarmCurves({
  curve,
  unit,
  limit,
}: {
  curve: readonly AlarmCurvePoint[];
  unit: Unit;
  limit: number;
}) {
  const x = Float64Array.from(curve, ({ threshold }) => threshold);
  const alarms = Float64Array.from(curve, ({ episodesPerWeek }) => episodesPerWeek);
  const hours = Float64Array.from(curve, ({ shiftDelayMs }) => (shiftDelayMs ?? Number.NaN) / 1000);
  const isKnown = hours.map((value) => (Number.isNaN(value) ? 0 : 1));
  const here = nearest(curve, limit);
  const xAxis = { label: 'limit', unit };
  return (
    <div className={styles.curves}>
      <CurveChart
        title="Alarms a week by limit"
        sentence={
          here
            ? `About ${formatValue(here.episodesPerWeek, 'none')} a week near ${formatValue(limit, unit)}, as the history was.`
            : 'No history.'
        }
        x={xAxis}
        y={{ label: 'alarms a week', unit: 'none' }}
        curves={[{ name: 'alarms a week', tone: 'current', drawnAs: 'line', x, y: alarms }]}
        table={[
          { name: 'limit', unit, values: x },
          { name: 'alarms a week', unit: 'none', values: alarms },
        ]}
      />
      <CurveChart
        title="Delay of a shift by 2 σ, by limit"
        sentence={
          here?.shiftDelayMs === null
            ? `Near ${formatValue(limit, unit)} such a shift is not noticed within a day.`
            : `About ${formatValue(here?.shiftDelayMs, 'ms')} near ${formatValue(limit, unit)}.`
        }
        x={xAxis}
        y={{ label: 'delay', unit: 's' }}
        curves={[
          {
            name: 'median delay',
            tone: 'reference',
            drawnAs: 'line',
            x: x.filter((_, index) => isKnown[index] === 1),
            y: hours.filter((_, index) => isKnown[index] === 1),
          },
        ]}
        table={[
          { name: 'limit', unit, values: x },
          { name: 'median delay', unit: 's', values: hours },
        ]}
      />
    </div>
  );
}

function nearest(curve: readonly AlarmCurvePoint[], limit: number): AlarmCurvePoint | undefined {
  const distance = ({ threshold }: AlarmCurvePoint) => Math.abs(threshold - limit);
  return curve.toSorted((a, b) => distance(a) - distance(b))[0];
}
