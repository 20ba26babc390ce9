import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DriftMap, MetricBins } from '#workers/tasks/drift-map-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { metricBinsQuery } from '../../api/drift.ts';
import { exactComparisonQuery, type ExactSelection } from '../../api/exact-comparison.ts';
import type { RowScope } from '../../api/row-scope.ts';
import { formatRange } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { panelOf, type PanelView } from '../../url/view.ts';
import { BinsView } from './bins-view.tsx';
import styles from './cell-detail.module.css';
import { formatValue } from '../../format/number.ts';
import { seasonName } from '../../health/promise-text.ts';
import { detailText } from './detail-text.ts';
import { DistributionView } from './distribution-view.tsx';
import { ExactPanel } from './exact-panel.tsx';
import { ExamplesView } from './examples-view.tsx';
import { HistoryView } from './history-view.tsx';
import { harmSentence, type HarmBook } from './harm-text.ts';
import { metricWindow } from './metric-window.ts';
import { MissingView } from './missing-view.tsx';
import { PanelNav } from './panel-nav.tsx';
import { EcdfView, QuantileView } from './quantile-views.tsx';
import type { RankedMetric } from './ranking.ts';
import { SegmentsView } from './segments-view.tsx';
import { useTaskRun } from '../../api/use-task-run.ts';

export interface CellDetailProps {
  pipeline: string;
  stage: string;
  map: DriftMap;
  metric: RankedMetric;
  /** The slot looked at; without one the drift that lasts, or the whole range. */
  slotMs: number | undefined;
  /** Where the board goes by harm. */
  harms: HarmBook | undefined;
}

/** One metric in one window beside its reference, from the view that the URL names. */
export function CellDetail({ pipeline, stage, map, metric, slotMs, harms }: CellDetailProps) {
  const shown = panelOf(useView().view);
  const scope = useRowScope();
  const drift = useDriftClient();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const window = metricWindow(map, metric, slotMs);
  const { data: bins, error } = useQuery({
    ...metricBinsQuery(drift, map.counts, {
      url: map.counts.url,
      metric: metric.metric,
      ...window,
      method: map.method,
      level: levelOfMetric(map),
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.detail} aria-labelledby="cell-detail">
      <h2 id="cell-detail">
        <LongName name={metric.name} most={60} />, {formatRange(window.fromMs, window.toMs, zone, nowMs)}
      </h2>
      {bins && <p>{detailText(map, metric, slotMs === undefined ? undefined : bins.score)}</p>}
      {bins?.chanceLimit !== undefined && <p>{chanceText(map, bins.chanceLimit)}</p>}
      {bins?.isSeasonal && <p>{seasonText(map, metric)}</p>}
      {harms && <p>{harmSentence(harms, metric.metric)}</p>}
      <PanelNav metric={metric.name} />
      {error && <p role="alert">The counts could not be shown: {error.message}</p>}
      {shown === 'history' && <HistoryView map={map} metric={metric} />}
      {shown === 'table' && bins && <BinsView name={metric.name} bins={bins} />}
      {shown === 'missing' && bins && <MissingView map={map} name={metric.name} bins={bins} />}
      {shown === 'segments' && (
        <SegmentsView pipeline={pipeline} stage={stage} map={map} metric={metric} window={window} />
      )}
      {shown === 'rows' && (
        <ExamplesView pipeline={pipeline} stage={stage} map={map} metric={metric} window={window} />
      )}
      {isOfRows(shown) && (
        <RowsView
          shown={shown}
          map={map}
          metric={metric}
          bins={bins}
          selection={exactSelection({ pipeline, stage, map, metric }, window, scope)}
          sizes={sizesOf(map, metric, slotMs)}
        />
      )}
    </section>
  );
}

/** What the promise of the board leaves to one of its metrics. */
function levelOfMetric({ promise, counts }: DriftMap): number {
  return promise.perCheck / Math.max(1, counts.metrics.length);
}

function chanceText(map: DriftMap, limit: number): string {
  const share = formatValue(levelOfMetric(map), 'share');
  return `Without drift so many rows stay below ${formatValue(limit, 'none')} in all but ${share} of windows.`;
}

/** The rows themselves are not fetched by hour. */
function seasonText({ seasons }: DriftMap, { index }: RankedMetric): string {
  const season = seasons[index];
  const like = season ? seasonName(season) : 'the same hours';
  return `Compared with ${like} of the reference; views and tests of single rows take all of it.`;
}

type ViewOfRows = 'distribution' | 'ecdf' | 'quantiles';

function isOfRows(view: PanelView): view is ViewOfRows {
  return view === 'distribution' || view === 'ecdf' || view === 'quantiles';
}

/** A chart, from the counts at once or from the rows, beside the tests on the rows. */
function RowsView({
  shown,
  map,
  metric,
  bins,
  selection,
  sizes,
}: {
  shown: ViewOfRows;
  map: DriftMap;
  metric: RankedMetric;
  bins: MetricBins | undefined;
  selection: ExactSelection;
  sizes: { reference: number; current: number };
}) {
  const counted = { sizes, countsUrl: map.counts.url };
  const exact = useTaskRun(exactComparisonQuery(useDriftClient(), selection, counted));
  return (
    <div className={styles.columns}>
      <div>
        {shown === 'distribution' && bins && (
          <DistributionView metric={metric} bins={bins} overlay={exact.data?.overlay} />
        )}
        {shown === 'ecdf' && <EcdfView metric={metric} exact={exact.data} />}
        {shown === 'quantiles' && <QuantileView metric={metric} exact={exact.data} />}
      </div>
      <ExactPanel exact={exact} method={map.method} />
    </div>
  );
}

/** Values of the reference and of the window. */
function sizesOf(
  { counts, sizes }: DriftMap,
  { index, score, whole, spell }: RankedMetric,
  slotMs: number | undefined,
): { reference: number; current: number } {
  const { n, m } = spell?.isOngoing ? score : whole;
  if (slotMs === undefined) return { reference: n, current: m };
  const slot = counts.slotsMs.indexOf(slotMs);
  return { reference: n, current: sizes[index * counts.slotsMs.length + slot] ?? 0 };
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
    reference: { id: reference.id, from: reference.from, to: reference.to, source: reference.source },
    current: { ...window, asOf: isOpen ? asOf : undefined },
  };
}
