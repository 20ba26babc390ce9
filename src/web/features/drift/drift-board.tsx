import { useMemo, useState } from 'react';
import type { StageSummary } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { countsWindow } from '../../api/drift.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { useMetricBook } from '../../api/metric-settings.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { formatValue } from '../../format/number.ts';
import { formatDay, formatTime } from '../../format/time.ts';
import { MutedMetrics } from '../../shell/muted-metrics.tsx';
import { useZone } from '../../state/preferences.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import { boardProblem } from './board-problem.ts';
import { BoardProblemNote } from './board-problem-note.tsx';
import { CellDetail } from './cell-detail.tsx';
import { cellText } from './cell-text.ts';
import styles from './drift-board.module.css';
import { columnAt, gridOf, type DriftGrid } from './drift-grid.ts';
import { methodTexts } from '../../health/drift-methods.ts';
import { scrollTogether } from './scroll-together.ts';
import { useHarm } from './use-harm.ts';
import { TogetherPanel } from './together-panel.tsx';
import { RankedList, VerdictGlyph } from './ranked-list.tsx';
import type { HarmBook } from './harm-text.ts';
import {
  firedMetrics,
  holdOrder,
  rankByHarm,
  heardMetrics,
  rankMetrics,
  searchMetrics,
  type RankedMetric,
} from './ranking.ts';

const DAY_S = 86_400;
/** A longer list scrolls in a box of its own, so that the detail below it stays in sight. */
const MOST_AT_ONCE = 20;

/** Ranked list, drift map in the same order, and one of its cells in depth. */
export function DriftBoard({
  pipeline,
  stage,
  map,
  isBusy,
  onWiden,
}: {
  pipeline: string;
  stage: StageSummary;
  map: DriftMap;
  isBusy: boolean;
  onWiden: (stepSeconds: number) => void;
}) {
  const { view, setView } = useView();
  const zone = useZone();
  const { book: harms, note: harmNote } = useHarm(pipeline, stage.name, map);
  const book = useMetricBook(pipeline, stage.name);
  const order = useHeldOrder(map, harms, book);
  const shown = useMemo(() => {
    const found = view.q === '' ? heardMetrics(order.ranked, book) : searchMetrics(order.ranked, view.q);
    return view.state === 'fired' ? firedMetrics(found) : found;
  }, [order.ranked, book, view.q, view.state]);
  const muted = order.ranked.length - heardMetrics(order.ranked, book).length;
  const { stepSeconds, slotsMs, url } = map.counts;
  const grid = useMemo(
    () => gridOf(slotsMs, stepSeconds, countsWindow({ url })),
    [slotsMs, stepSeconds, url],
  );
  const cells = useMemo(() => cellsOf(map, shown, grid), [map, shown, grid]);
  const columns = useMemo(() => columnsOf(grid, stepSeconds, zone), [grid, stepSeconds, zone]);

  const problem = boardProblem(map);
  if (problem?.isWhole) {
    return <BoardProblemNote problem={problem} stage={stage} onWiden={onWiden} />;
  }
  const row = shown.findIndex(({ metric }) => metric === view.feature);
  const selected = shown[row] ?? order.ranked.find(({ metric }) => metric === view.feature);
  const atMs = view.at === undefined ? undefined : Date.parse(view.at);
  const column = atMs === undefined ? undefined : columnAt(grid, stepSeconds, atMs);
  const slotMs = column === undefined ? undefined : grid.times[column];
  return (
    <>
      {problem && <BoardProblemNote problem={problem} stage={stage} onWiden={onWiden} />}
      {harmNote !== undefined && <p role="status">{harmNote}</p>}
      {shown.length === 0 ? (
        <div className={styles.empty}>
          <p>
            None of {order.ranked.length} metrics {view.q !== '' && `is called “${view.q}”`}
            {view.q !== '' && view.state === 'fired' && ' and '}
            {view.state === 'fired' && 'drifts or is worth a look'}.
          </p>
          <button type="button" onClick={() => setView({ q: '', state: undefined })}>
            Show all
          </button>
        </div>
      ) : (
        <div
          className={styles.board}
          data-busy={isBusy || undefined}
          data-long={shown.length > MOST_AT_ONCE || undefined}
          onScrollCapture={scrollTogether}
          {...order.hold}
        >
          <div>
            <RankedList
              metrics={shown}
              harms={harms}
              selected={selected?.metric}
              onSelect={(metric, { replace }) => setView({ feature: metric, at: undefined }, { replace })}
            />
          </div>
          <HeatMap
            label={`${methodTexts[map.method].effect} of ${shown.length} metrics over time`}
            rows={shown.map((metric) => ({
              key: metric.metric,
              label: metric.name,
              glyph: <VerdictGlyph metric={metric} />,
            }))}
            columns={columns}
            values={cells.values}
            marks={cells.marks}
            scaleMax={3 * map.threshold.warn}
            selected={row >= 0 ? { row, column } : undefined}
            onSelect={(atRow, atColumn) => {
              const metric = shown[atRow];
              const time = grid.times[atColumn];
              if (metric && time !== undefined) setView({ feature: metric.metric, at: formatBound(time) });
            }}
            formatCell={(atRow, atColumn) => cellText(map, grid, columns, shown[atRow], atColumn)}
            formatScale={(value) => formatValue(value, 'none')}
          />
        </div>
      )}
      <MutedMetrics pipeline={pipeline} stage={stage.name} count={muted} />
      {selected ? (
        <CellDetail
          key={`${selected.metric} ${slotMs}`}
          pipeline={pipeline}
          stage={stage.name}
          map={map}
          metric={selected}
          slotMs={slotMs}
          harms={harms}
        />
      ) : (
        <>
          <p className={styles.hint}>
            {view.feature === undefined
              ? 'Choose a metric or a cell to see its distribution beside the reference.'
              : `There is no metric ${view.feature} in this reference and range.`}
          </p>
          <TogetherPanel pipeline={pipeline} stage={stage.name} map={map} />
        </>
      )}
    </>
  );
}

/** While a reader points at the board or works in it, its order stays; new scores come in their places. */
function useHeldOrder(map: DriftMap, harms: HarmBook | undefined, book: MetricBook) {
  const fresh = useMemo(() => {
    const ranked = rankMetrics(map, book);
    return harms ? rankByHarm(ranked, harms.byMetric) : ranked;
  }, [map, harms, book]);
  const order = `${map.method} ${harms !== undefined}`;
  const [held, setHeld] = useState<{ order: string; metrics: readonly string[] }>();
  const isHeld = held?.order === order;
  const ranked = useMemo(
    () => (held && isHeld ? holdOrder(fresh, held.metrics) : fresh),
    [fresh, held, isHeld],
  );
  const hold = () => setHeld({ order, metrics: ranked.map(({ metric }) => metric) });
  const release = () => setHeld(undefined);
  return { ranked, hold: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release } };
}

/** The map's cells in the order of the list, with a column for every slot of the window. */
function cellsOf(map: DriftMap, shown: readonly RankedMetric[], { slots }: DriftGrid) {
  const slotCount = map.counts.slotsMs.length;
  const values = new Float64Array(shown.length * slots.length).fill(Number.NaN);
  const marks = new Uint8Array(values.length);
  for (const [row, { index }] of shown.entries()) {
    for (let column = 0; column < slots.length; column++) {
      const slot = slots[column] ?? -1;
      if (slot < 0) continue;
      const cell = row * slots.length + column;
      values[cell] = map.effects[index * slotCount + slot] ?? Number.NaN;
      marks[cell] = map.marks[index * slotCount + slot] ?? 0;
    }
  }
  return { values, marks };
}

/** A slot of days is called by its day; of hours by its hour, and by its day at midnight. */
function columnsOf({ times }: DriftGrid, stepSeconds: number, zone: string) {
  return Array.from(times, (time) => {
    const clock = formatTime(time, zone);
    const isDay = stepSeconds >= DAY_S || clock === '00:00';
    return { time, label: isDay ? formatDay(time, zone) : clock };
  });
}
