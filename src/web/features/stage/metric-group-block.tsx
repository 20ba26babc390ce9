import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import type { Bands } from '#contract/bands.ts';
import type { MetricGroup } from '#contract/metric.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import { bandsQuery } from '../../api/bands.ts';
import { useDataCondition } from '../../api/data-age.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { pollEvery, pollMs } from '../../api/polling.ts';
import type { SeriesData } from '../../api/series-merge.ts';
import { seriesQuery } from '../../api/series.ts';
import { isLive, resolveRange, type TimeRange } from '../../api/time-range.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import type { Marker } from '../../charts/time-series.ts';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatValue } from '../../format/number.ts';
import type { DriftNews } from '../../health/stage-health.ts';
import type { StageLimits } from '../../health/stage-limits.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { parseCompare } from '../../url/compare.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { comparedPanels } from './compared-panels.ts';
import { MutedMetrics } from '../../shell/muted-metrics.tsx';
import styles from './metric-group-block.module.css';
import { NoRows } from './no-rows.tsx';
import { type PanelVerdict, panelVerdict } from './panel-verdict.ts';
import type { StageCompare } from './use-compare.ts';
import { ThresholdLink } from './threshold-link.tsx';
import { useSteadyOrder } from './use-steady-order.ts';

export interface MetricGroupBlockProps {
  group: MetricGroup;
  pipeline: string;
  stage: StageSummary;
  range: TimeRange;
  stepSeconds: number;
  compare: StageCompare | undefined;
  /** The worst metric that drifts, whose panel says so. */
  drift: DriftNews | undefined;
  limits: StageLimits;
  markers: readonly Marker[];
  isOnScreen: boolean;
}

/**
 * One group of a stage's metrics as small multiples, from one request. The last answer stays while the next one loads;
 * off the screen it neither asks nor polls.
 */
export function MetricGroupBlock({ markers, ...props }: MetricGroupBlockProps) {
  const { group, range } = props;
  const { data, isPlaceholderData, bands, compared } = useGroupData(props);
  const isStale = useDataCondition() === 'stale';
  return (
    <div aria-busy={isPlaceholderData} className={styles.block}>
      {data ? (
        <Panels
          {...props}
          data={data}
          bands={bands}
          compared={compared}
          markers={markers}
          isStale={isStale && isLive(range)}
        />
      ) : (
        <div className={styles.loading} role="status" aria-label={`Loading the ${group} metrics`} />
      )}
    </div>
  );
}

/** What is shown, what was usual, and what it is held against. */
function useGroupData({
  group,
  pipeline,
  stage,
  range,
  stepSeconds,
  compare,
  isOnScreen,
}: Omit<MetricGroupBlockProps, 'markers'>) {
  const scope = useRowScope();
  const { view } = useView();
  const asked = parseCompare(view.cmp);
  const reference = asked?.kind === 'reference' ? asked.id : view.ref;
  const selection = { pipeline, stage: stage.name, group, stepSeconds };
  const { data, isPlaceholderData } = useQuery({
    ...seriesQuery({ ...selection, range, ...scope }),
    subscribed: isOnScreen,
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const { data: bands } = useQuery({
    ...bandsQuery({ ...selection, reference, segments: scope.segments }),
    subscribed: isOnScreen,
  });
  const past = compare?.shiftMs === undefined ? [] : [compare];
  const compared = useQueries({
    subscribed: isOnScreen,
    queries: past.map(({ range, version = scope.version }) => ({
      ...seriesQuery({ ...selection, ...scope, range, version }),
      refetchInterval: pollEvery(version === scope.version ? 12 * pollMs : pollMs), // the past grows by late rows only
      meta: {},
    })),
  });
  // How many requests are usual is known of all versions together only.
  const usual = useMemo(
    () => (bands && scope.version !== undefined ? { ...bands, requests: null } : bands),
    [bands, scope.version],
  );
  return { data, isPlaceholderData, bands: usual, compared: compared[0]?.data };
}

function rankOf(verdict: PanelVerdict | undefined): number {
  if (!verdict) return 2;
  return verdict.severity === 'critical' ? 0 : 1;
}

/** Two dozen charts: they are drawn anew when their data change, not when the clock ticks. */
const Panels = memo(function Panels({
  group,
  pipeline,
  stage,
  range,
  data,
  bands,
  compare,
  compared,
  drift,
  limits,
  markers,
  isStale,
}: Omit<MetricGroupBlockProps, 'isOnScreen' | 'stepSeconds'> & {
  data: SeriesData;
  bands: Bands | undefined;
  compared: SeriesData | undefined;
  isStale: boolean;
}) {
  const { latencyTargetMs } = stage;
  const { rules } = limits;
  const driftingId = drift && drift.drifting > 0 ? drift.metricId : undefined;
  const stepMs = data.stepSeconds * 1000;
  const openFrom = isLive(range) ? Math.floor(data.asOfMs / stepMs) * stepMs : undefined;
  const book = useMetricBook(pipeline, stage.name);
  const all = useMemo(() => {
    const other = compared &&
      compare?.shiftMs !== undefined && { ...compare, shiftMs: compare.shiftMs, data: compared };
    const reference = compare?.isReference ? compare.name : undefined;
    return comparedPanels(data, {
      group,
      latencyTargetMs,
      rules,
      bands,
      reference,
      book,
      other: other || undefined,
    }).map((panel) => ({
      ...panel,
      verdict:
        panel.id === driftingId
          ? { severity: 'critical' as const, text: 'drifts against the reference' }
          : panelVerdict(panel, data.times, { openFrom, worse: book.worse(panel.id) }),
    }));
  }, [data, group, latencyTargetMs, rules, bands, book, compare, compared, driftingId, openFrom]);
  const panels = all.filter(({ id }) => book.attention(id) !== 'muted');
  const { fromMs, toMs } = resolveRange(range, data.asOfMs, data.stepSeconds);
  const domain = useMemo(() => [fromMs, toMs] as const, [fromMs, toMs]);
  const abnormalFirst = panels.toSorted((a, b) => rankOf(a.verdict) - rankOf(b.verdict));
  const { order, watch } = useSteadyOrder(abnormalFirst.map(({ id }) => id));
  if (all.length === 0) return <NoRows group={group} stage={stage} />;
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return (
    <div {...watch}>
      <ChartGroup label={`Charts of the ${group} metrics`} className={styles.grid}>
        {order
          .flatMap((id) => byId.get(id) ?? [])
          .map(({ id, mostMissing, verdict, ...panel }) => (
            <div key={id} className={styles.panel} data-severity={verdict?.severity}>
              <TimeSeriesChart
                {...panel}
                source={data.origin}
                times={data.times}
                step={stepMs}
                domain={domain}
                markers={markers}
                openFrom={openFrom}
                staleFrom={isStale ? data.asOfMs : undefined}
              />
              {verdict && (
                <p className={styles.verdict}>
                  <Glyph name={verdict.severity} /> {verdict.text}
                </p>
              )}
              {mostMissing !== undefined && (
                <p className={styles.missing}>missing values: up to {formatValue(mostMissing, 'share')}</p>
              )}
              <ThresholdLink
                pipeline={pipeline}
                stage={stage.name}
                id={id}
                title={panel.title}
                firstLine={panel.series[0]?.name}
              />
            </div>
          ))}
      </ChartGroup>
      <MutedMetrics pipeline={pipeline} stage={stage.name} count={all.length - panels.length} />
    </div>
  );
});
