import type { AlarmCurvePoint } from '#workers/rehearsal/rehearsal-protocol.ts';
import { CurveChart } from '../../charts/curve-chart.tsx';
import { formatValue, type Unit } from '../../format/number.ts';
import styles from './threshold-editor.module.css';

/** How alarms and delay depend on the limit, so that the flat part can be seen and chosen. */
export function AlarmCurves({
  curve,
  unit,
  limit,
  incidents,
}: {
  curve: readonly AlarmCurvePoint[];
  unit: Unit;
  limit: number;
  /** Labelled ones, whose delay can be told. */
  incidents: number;
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
      {incidents > 0 && <IncidentDelay {...{ curve, unit, limit, incidents }} />}
    </div>
  );
}

/** Alarms against the delay of what was real: each point is a limit. */
function IncidentDelay({
  curve,
  unit,
  limit,
  incidents,
}: {
  curve: readonly AlarmCurvePoint[];
  unit: Unit;
  limit: number;
  incidents: number;
}) {
  const known = curve.filter(({ medianDelayMs }) => !Number.isNaN(medianDelayMs));
  const seconds = Float64Array.from(known, ({ medianDelayMs }) => medianDelayMs / 1000);
  const alarms = Float64Array.from(known, ({ episodesPerWeek }) => episodesPerWeek);
  const limits = Float64Array.from(known, ({ threshold }) => threshold);
  const here = nearest(curve, limit);
  return (
    <CurveChart
      title="Alarms a week by delay of incidents"
      sentence={
        here && !Number.isNaN(here.medianDelayMs)
          ? `Near ${formatValue(limit, unit)} ${here.caught} of ${incidents} incidents are caught, after ${formatValue(here.medianDelayMs, 'ms')} in the middle, with ${formatValue(here.episodesPerWeek, 'none')} alarms a week.`
          : `Near ${formatValue(limit, unit)} none of ${incidents} incidents is caught.`
      }
      x={{ label: 'median delay', unit: 's' }}
      y={{ label: 'alarms a week', unit: 'none' }}
      curves={[{ name: 'limits', tone: 'current', drawnAs: 'line', x: seconds, y: alarms }]}
      table={[
        { name: 'limit', unit, values: limits },
        { name: 'median delay', unit: 's', values: seconds },
        { name: 'alarms a week', unit: 'none', values: alarms },
        { name: 'incidents caught', unit: 'count', values: Float64Array.from(known, ({ caught }) => caught) },
      ]}
    />
  );
}

function nearest(curve: readonly AlarmCurvePoint[], limit: number): AlarmCurvePoint | undefined {
  const distance = ({ threshold }: AlarmCurvePoint) => Math.abs(threshold - limit);
  return curve.toSorted((a, b) => distance(a) - distance(b))[0];
}
