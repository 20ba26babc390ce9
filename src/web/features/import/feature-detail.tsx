import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ExactScore } from '#workers/tasks/rows-tasks.ts';
import type { DriftReport, Plan } from '#workers/file/protocol.ts';
import { useFileDesk } from '../../api/use-file-desk.ts';
import { columnComparisonQuery } from '../../api/file-report.ts';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import { DistributionChart } from '../../charts/distribution-chart.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatCount, formatValue } from '../../format/number.ts';
import { reasonTexts, unavailableText } from '../../health/drift-methods.ts';
import { pText } from '../../health/p-text.ts';
import { testNames } from '../../health/test-names.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import styles from './feature-detail.module.css';
import type { RankedFeature } from './rank-features.ts';
import { slotTimes } from './slot-times.ts';

export interface FeatureDetailProps {
  plan: Plan;
  feature: RankedFeature;
  slots: DriftReport['slots'];
  /** The tests of one column wait for the report. */
  isDone: boolean;
}

/** One column in depth: both distributions, its drift over time, and every test. */
export function FeatureDetail({ plan, feature, slots, isDone }: FeatureDetailProps) {
  const id = useId();
  const zone = useZone();
  const { column, bins, reference, current, newCategories, verdict, effects, sizes } = feature;
  return (
    <section aria-labelledby={id} className={styles.detail}>
      <h3 id={id}>
        <LongName name={column} most={40} />
      </h3>
      {verdict.reasons.length > 0 && (
        <p>{capitalised(verdict.reasons.map((reason) => reasonTexts[reason]).join('; '))}.</p>
      )}
      {newCategories.length > 0 && (
        <p className={styles.note}>
          New categories: {newCategories.map(({ name, rows }) => `${name} (${formatCount(rows)})`).join(', ')}
          .
        </p>
      )}
      <DistributionChart title={column} unit="none" bins={bins} reference={reference} current={current} />
      {slots && effects.some((effect) => !Number.isNaN(effect)) && (
        <CrosshairProvider zone={zone}>
          <TimeSeriesChart
            title={`Drift of ${column} over time, Jensen–Shannon distance`}
            unit="none"
            times={slotTimes(slots)}
            step={slots.stepMs}
            series={[{ name: 'distance', values: effects, tone: 'series1' }]}
            counts={sizes}
            domain={[slots.startMs, slots.startMs + slots.count * slots.stepMs]}
            yZero
            height={120}
          />
        </CrosshairProvider>
      )}
      {isDone && <ColumnTests plan={plan} column={column} />}
    </section>
  );
}

function ColumnTests({ plan, column }: { plan: Plan; column: string }) {
  const { client } = useFileDesk();
  const { data, error } = useQuery(columnComparisonQuery(client, plan, column));
  if (error) return <p role="alert">The tests could not be run: {reasonOf(error)}</p>;
  if (!data) return <p role="status">Testing …</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section className={styles.scroller} aria-label={`Tests on ${column}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Test on the rows</th>
            <th scope="col" data-numeric>
              Statistic
            </th>
            <th scope="col" data-numeric>
              Effect
            </th>
            <th scope="col" data-numeric>
              p
            </th>
          </tr>
        </thead>
        <tbody>
          {data.scores.map((score) => (
            <TestRow key={score.method} score={score} />
          ))}
        </tbody>
      </table>
      <p className={styles.note}>p is not adjusted; rows are taken as independent.</p>
    </section>
  );
}

function TestRow({ score }: { score: ExactScore }) {
  return (
    <tr>
      <th scope="row">{testNames[score.method]}</th>
      {score.status === 'ok' ? (
        <>
          <td data-numeric>{formatValue(score.statistic, 'none')}</td>
          <td data-numeric>{formatValue(score.effect, 'none')}</td>
          <td data-numeric>{pText(score)}</td>
        </>
      ) : (
        <td colSpan={3}>not available: {unavailableText(score, 1)}</td>
      )}
    </tr>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
