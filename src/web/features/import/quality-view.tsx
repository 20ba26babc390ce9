import { useRef } from 'react';
import type { DriftReport, Estimate, NoEstimate } from '#workers/file/protocol.ts';
import { useNumbers } from '../../charts/chart-numbers.ts';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatPValue,
  formatValue,
  type Unit,
} from '../../format/number.ts';
import { useZone } from '../../state/preferences.ts';
import { estimateReasons, qualityReasons } from './quality-text.ts';
import styles from './quality-view.module.css';
import { ReliabilityDiagram } from './reliability-diagram.tsx';
import { slotTimes } from './slot-times.ts';

type Quality = Extract<DriftReport['quality'], { status: 'ok' }>;

/** How good the predictions are, where there are labels: measures of both sides with 95 % intervals. */
export function QualityView({ report }: { report: DriftReport }) {
  const { quality } = report;
  return (
    <section aria-labelledby="quality-title" className={styles.quality}>
      <h2 id="quality-title">Quality</h2>
      {quality.status === 'unavailable' ? (
        <p>Not judged: {qualityReasons[quality.reason]}</p>
      ) : (
        <>
          <Measures quality={quality} />
          <Decomposition quality={quality} />
          <Concept quality={quality} />
          <div className={styles.charts}>
            <OverTime quality={quality} slots={report.slots} />
            {quality.calibration && <ReliabilityDiagram calibration={quality.calibration} />}
          </div>
        </>
      )}
    </section>
  );
}

function Measures({ quality }: { quality: Quality }) {
  const section = useRef<HTMLElement>(null);
  useNumbers(section, () => ({
    title: 'Quality, with 95 % intervals',
    columns: ['measure', 'side', 'value', 'lower', 'upper'],
    rows: quality.measures.flatMap(({ name, reference, current }) =>
      Object.entries({ reference, current }).map(([side, each]) => [
        name,
        side,
        ...(each.status === 'ok'
          ? [each.value, each.lower, each.upper]
          : [Number.NaN, Number.NaN, Number.NaN]),
      ]),
    ),
  }));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section ref={section} className={styles.scroller} aria-label="Quality, table" tabIndex={0}>
      <table>
        <caption className={styles.caption}>
          With 95 % intervals; n {formatCount(quality.n.current)} current rows,{' '}
          {formatCount(quality.n.reference)} of the reference
        </caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" data-numeric>
              Reference
            </th>
            <th scope="col" data-numeric>
              Current
            </th>
          </tr>
        </thead>
        <tbody>
          {quality.measures.map(({ name, unit, reference, current }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <EstimateCell estimate={reference} unit={unit} />
              <EstimateCell estimate={current} unit={unit} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function EstimateCell({ estimate, unit }: { estimate: Estimate | NoEstimate; unit: Unit }) {
  if (estimate.status === 'unavailable') return <td data-numeric>– {estimateReasons[estimate.reason]}</td>;
  return <td data-numeric>{estimateText(estimate, unit)}</td>;
}

function estimateText({ value, lower, upper }: Estimate, unit: Unit): string {
  return `${formatValue(value, unit)} ${formatInterval(lower, upper, unit)}`;
}

function changeText({ value, lower, upper }: Estimate, unit: Unit): string {
  return `${formatDifference(value, unit)} ${formatInterval(lower, upper, unit, 'difference')}`;
}

/** How much of the change the moved scores explain, and how much is another truth at equal scores. */
function Decomposition({ quality: { decomposition } }: { quality: Quality }) {
  if (!decomposition || decomposition.result.status !== 'ok') return null;
  const { of, unit, result } = decomposition;
  return (
    <p>
      The mean {of} changed by {changeText(result.change, unit)}: data drift explains{' '}
      {changeText(result.dataDrift, unit)}, concept drift {changeText(result.conceptDrift, unit)}.
    </p>
  );
}

function Concept({ quality: { concept } }: { quality: Quality }) {
  if (!concept || concept.status !== 'ok') return null;
  const verb = concept.p < 0.01 ? 'does not mean what it meant' : 'means what it meant';
  return (
    <p>
      An equal score {verb}: the share of positive labels at equal scores differs by{' '}
      {formatValue(concept.effect, 'share')} (root mean square, noise taken off; {formatPValue(concept.p)}, n{' '}
      {formatCount(concept.m)} vs {formatCount(concept.n)}).
    </p>
  );
}

function OverTime({ quality: { overTime }, slots }: { quality: Quality; slots: DriftReport['slots'] }) {
  const zone = useZone();
  if (!overTime || !slots) return null;
  const part = (of: 'value' | 'lower' | 'upper'): Float64Array =>
    Float64Array.from(overTime.values, (value) => (value.status === 'ok' ? value[of] : Number.NaN));
  return (
    <CrosshairProvider zone={zone}>
      <TimeSeriesChart
        title={`${overTime.name} over time, with its 95 % interval`}
        unit={overTime.unit}
        times={slotTimes(slots)}
        step={slots.stepMs}
        series={[{ name: overTime.name, values: part('value'), tone: 'series1' }]}
        band={{ low: part('lower'), median: part('value'), high: part('upper') }}
        counts={overTime.sizes}
        domain={[slots.startMs, slots.startMs + slots.count * slots.stepMs]}
        yZero={false}
        height={180}
      />
    </CrosshairProvider>
  );
}
