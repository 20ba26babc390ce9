import { lazy, memo, Suspense } from 'react';
import type { MetricGroup } from '#contract/metric.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import type { Marker } from '../../charts/time-series.ts';
import { FedTimeSeriesChart } from '../../charts/time-series-chart.tsx';
import type { DriftNews } from '../../health/stage-health.ts';
import type { StageLimits } from '../../health/stage-limits.ts';
import type { StageCompare } from '../../health/use-compare.ts';
import { MutedMetrics } from '../../shell/muted-metrics.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './metric-group-block.module.css';
import type { PanelFrame } from './panel-board.ts';
import { ThresholdLink } from './threshold-link.tsx';
import { useGroupFrames } from './use-group-frames.ts';
import { useSteadyOrder } from './use-steady-order.ts';

const NoRows = lazy(async () => ({ default: (await import('./no-rows.tsx')).NoRows }));

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
 * off the screen it neither asks nor polls. Polls render it only where they change more than numbers.
 */
export function MetricGroupBlock(props: MetricGroupBlockProps) {
  const { group, pipeline, stage } = props;
  const { frames, isPlaceholder } = useGroupFrames(props);
  return (
    <div aria-busy={isPlaceholder} className={styles.block}>
      {frames ? (
        <Panels group={group} pipeline={pipeline} stage={stage} frames={frames} />
      ) : (
        <div className={styles.loading} role="status" aria-label={`Loading the ${group} metrics`} />
      )}
    </div>
  );
}

function rankOf({ severity }: PanelFrame): number {
  if (severity === undefined) return 2;
  return severity === 'critical' ? 0 : 1;
}

const Panels = memo(function Panels({
  group,
  pipeline,
  stage,
  frames,
}: Pick<MetricGroupBlockProps, 'group' | 'pipeline' | 'stage'> & { frames: readonly PanelFrame[] }) {
  const book = useMetricBook(pipeline, stage.name);
  const panels = frames.filter(({ id }) => book.attention(id) !== 'muted');
  const abnormalFirst = panels.toSorted((a, b) => rankOf(a) - rankOf(b));
  const { order, watch } = useSteadyOrder(abnormalFirst.map(({ id }) => id));
  if (frames.length === 0)
    return (
      <Suspense>
        <NoRows group={group} stage={stage} />
      </Suspense>
    );
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return (
    <div {...watch}>
      <ChartGroup label={`Charts of the ${group} metrics`} className={styles.grid}>
        {order
          .flatMap((id) => byId.get(id) ?? [])
          .map(({ id, feed, title, firstLine, severity, verdict, missing }) => (
            <div key={id} className={styles.panel} data-severity={severity}>
              <FedTimeSeriesChart feed={feed} />
              {severity && (
                <p className={styles.verdict}>
                  <Glyph name={severity} /> {verdict}
                </p>
              )}
              {missing !== undefined && <p className={styles.missing}>missing values: up to {missing}</p>}
              <ThresholdLink
                pipeline={pipeline}
                stage={stage.name}
                id={id}
                title={title}
                firstLine={firstLine}
              />
            </div>
          ))}
      </ChartGroup>
      <MutedMetrics pipeline={pipeline} stage={stage.name} count={frames.length - panels.length} />
    </div>
  );
});
