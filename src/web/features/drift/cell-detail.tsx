import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriftMap, ExactComparison, MetricBins } from '#workers/protocol.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { countsWindow, metricBinsQuery, type ExactSelection } from '../../api/drift.ts';
import type { RowScope } from '../../api/row-scope.ts';
import { DistributionChart } from '../../charts/distribution-chart.tsx';
import { metricUnit } from '../../format/metric-label.ts';
import { formatValue } from '../../format/number.ts';
import { formatRange } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import styles from './cell-detail.module.css';
import { detailText } from './detail-text.ts';
import { ExactPanel } from './exact-panel.tsx';
import type { RankedMetric } from './ranking.ts';
import { useExactComparison } from './use-exact-comparison.ts';

export interface CellDetailProps {
  pipeline: string;
  stage: string;
  map: DriftMap;
  metric: RankedMetric;
  /** The slot looked at; without one the drift that lasts, or the whole range. */
  slotMs: number | undefined;
}

/** One metric in one window beside its reference: the counts at once, then the tests on the rows themselves. */
export function CellDetail({ pipeline, stage, map, metric, slotMs }: CellDetailProps) {
  const scope = useRowScope();
  const drift = useDriftClient();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const window = windowOf(map, metric, slotMs);
  const selection = exactSelection({ pipeline, stage, map, metric }, window, scope);
  const exact = useExactComparison(selection);
  const bins = useQuery({
    ...metricBinsQuery(drift, map.counts, {
      url: map.counts.url,
      metric: metric.metric,
      ...window,
      method: map.method,
    }),
    placeholderData: keepPreviousData,
  });
  const when = formatRange(window.fromMs, window.toMs, zone, nowMs);
  return (
    <section className={styles.detail} aria-labelledby="cell-detail">
      <h2 id="cell-detail">
        <LongName name={metric.name} most={60} />, {when}
      </h2>
      {bins.data && <p>{detailText(map, metric, slotMs === undefined ? undefined : bins.data.score)}</p>}
      <div className={styles.columns}>
        <div>
          {bins.data && (
            <Distribution
              title={`${metric.name}, current and reference`}
              metric={metric.metric}
              bins={bins.data}
              overlay={exact.data?.overlay}
            />
          )}
          {bins.error && <p role="alert">The counts could not be shown: {bins.error.message}</p>}
          {bins.data && <MissingNote missing={bins.data} />}
        </div>
        <ExactPanel exact={exact} method={map.method} />
      </div>
    </section>
  );
}

function Distribution({
  title,
  metric,
  bins,
  overlay,
}: {
  title: string;
  metric: string;
  bins: MetricBins;
  overlay: ExactComparison['overlay'];
}) {
  const [chosen, setChosen] = useState<'even' | 'score'>('even');
  const isEven = overlay !== undefined && overlay.edges.length > 1 && chosen === 'even';
  return (
    <>
      <DistributionChart
        title={title}
        unit={metricUnit(metric)}
        bins={
          isEven
            ? { kind: 'numeric', edges: overlay.edges }
            : bins.edges
              ? { kind: 'numeric', edges: bins.edges }
              : { kind: 'categories', names: bins.labels }
        }
        reference={isEven ? overlay.reference : bins.reference}
        current={isEven ? overlay.current : bins.current}
      />
      {overlay && overlay.edges.length > 1 && (
        <Segmented
          label="Bins of the chart"
          value={chosen}
          options={[
            { value: 'even', label: 'Equal width' },
            { value: 'score', label: 'Bins of the score' },
          ]}
          onChange={setChosen}
        />
      )}
    </>
  );
}

function MissingNote({ missing: { missing, reference, current } }: { missing: MetricBins }) {
  const share = (count: number, values: Float64Array): number =>
    count / (count + values.reduce((sum, value) => sum + value, 0));
  return (
    <p className={styles.missing}>
      Missing values: {formatValue(share(missing.current, current), 'share')} now,{' '}
      {formatValue(share(missing.reference, reference), 'share')} in the reference.
    </p>
  );
}

function windowOf(
  { counts }: DriftMap,
  { spell }: RankedMetric,
  slotMs: number | undefined,
): { fromMs: number; toMs: number } {
  if (slotMs !== undefined) return { fromMs: slotMs, toMs: slotMs + counts.stepSeconds * 1000 };
  if (spell?.isOngoing) return { fromMs: spell.fromMs, toMs: spell.toMs };
  return countsWindow(counts);
}

function exactSelection(
  { pipeline, stage, map, metric }: Pick<CellDetailProps, 'pipeline' | 'stage' | 'map' | 'metric'>,
  window: { fromMs: number; toMs: number },
  scope: RowScope,
): ExactSelection {
  const { asOf, reference } = map.counts;
  const isOpen = window.toMs > Date.parse(asOf);
  return {
    pipeline,
    stage,
    metric: metric.metric,
    ...scope,
    reference: { id: reference.id, from: reference.from, to: reference.to },
    current: { ...window, asOf: isOpen ? asOf : undefined },
  };
}
