import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import type { MetricGroup } from '#contract/metric.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import { useDataAge } from '../../api/data-age.ts';
import type { SeriesData } from '../../api/series-merge.ts';
import { seriesQuery } from '../../api/series.ts';
import { isLive, resolveRange, type TimeRange } from '../../api/time-range.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import type { Marker } from '../../charts/time-series.ts';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatValue } from '../../format/number.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import styles from './metric-group-block.module.css';
import { NoRows } from './no-rows.tsx';
import { groupPanels } from './panels.ts';

export interface MetricGroupBlockProps {
  group: MetricGroup;
  pipeline: string;
  stage: StageSummary;
  range: TimeRange;
  stepSeconds: number;
  version: string | undefined;
  markers: readonly Marker[];
}

/** One group of a stage's metrics as small multiples, from one request. The last answer stays while the next one loads. */
export function MetricGroupBlock({ markers, ...props }: MetricGroupBlockProps) {
  const { group, pipeline, stage, range, stepSeconds, version } = props;
  const scope = useRowScope();
  const { data, isPlaceholderData } = useQuery({
    ...seriesQuery({ pipeline, stage: stage.name, group, range, stepSeconds, ...scope, version }),
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const isStale = useDataAge().condition === 'stale';
  if (!data)
    return <div className={styles.loading} role="status" aria-label={`Loading the ${group} metrics`} />;
  return (
    <div aria-busy={isPlaceholderData} className={styles.block}>
      <Panels {...props} data={data} markers={markers} isStale={isStale && isLive(range)} />
    </div>
  );
}

/** Two dozen charts: they are drawn anew when their data change, not when the clock ticks. */
const Panels = memo(function Panels({
  group,
  stage,
  range,
  data,
  markers,
  isStale,
}: Pick<MetricGroupBlockProps, 'group' | 'stage' | 'range' | 'markers'> & {
  data: SeriesData;
  isStale: boolean;
}) {
  const { latencyTargetMs } = stage;
  const panels = useMemo(() => groupPanels(data, { group, latencyTargetMs }), [data, group, latencyTargetMs]);
  const { fromMs, toMs } = resolveRange(range, data.asOfMs, data.stepSeconds);
  const stepMs = data.stepSeconds * 1000;
  if (panels.length === 0) return <NoRows group={group} stage={stage} />;
  return (
    <ChartGroup label={`Charts of the ${group} metrics`} className={styles.grid}>
      {panels.map(({ id, mostMissing, ...panel }) => (
        <div key={id} className={styles.panel}>
          <TimeSeriesChart
            {...panel}
            times={data.times}
            step={stepMs}
            domain={[fromMs, toMs]}
            markers={markers}
            openFrom={isLive(range) ? Math.floor(data.asOfMs / stepMs) * stepMs : undefined}
            staleFrom={isStale ? data.asOfMs : undefined}
          />
          {mostMissing !== undefined && (
            <p className={styles.missing}>missing values: up to {formatValue(mostMissing, 'share')}</p>
          )}
        </div>
      ))}
    </ChartGroup>
  );
});
