import type {
  ActiveSlot,
  Batch,
  BinSlot,
  BucketCount,
  CategoryCount,
  CategorySlot,
  LabelRow,
  LogRow,
  MetricExtent,
  NumericSlot,
  PredictionLog,
  RowSlot,
  SlotSelection,
  StageExtent,
  StageSelection,
  VersionExtent,
  VersionSlot,
  Window,
} from '#api/ports.ts';
import { siteSegment } from '#contract/segment.ts';
import { binOfBucket, binOfCategory, type Bins } from '#stats/bins.ts';
import { labelledRows, labelSlots } from './memory-labels.ts';
import { repeatedOutputs } from './memory-repeated-outputs.ts';
import { bucketOf } from '#stats/bucket.ts';
import { quantile } from '#stats/histogram.ts';
import { stageSlots } from './memory-stage-slots.ts';
import { arrivalPeriods, siteStates } from './memory-arrivals.ts';
import { listRequestIds, requestRows } from './memory-requests.ts';
import { categoryOf, frame, listRows, listSites, predictionRows, sample } from './memory-rows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const CATEGORY_LENGTH = 500;
const LISTED_CATEGORIES = 12;

/** What came in of one slot of one version and role: rows other than samples, and when the slot last changed. */
type Arrivals = { rows: number; firstMs: number; lastMs: number; change: number };
type Cell = { count: number; sum: number };
/** Cells by bucket or category. */
type Cells<Key> = Map<Key, Cell>;
/** One metric by slot. */
type Slots<Key> = Map<number, Cells<Key>>;
type Extent = { rows: number; firstMs: number; lastMs: number };

/** The roll-ups of one stage, version and role by slots of one length. */
type RollUp = {
  stepMs: number;
  arrivals: Map<number, Arrivals>;
  numbers: Map<string, Slots<number>>;
  categories: Map<string, Slots<string>>;
};
type VersionLog = { version: string; role: LogRow['role']; minutes: RollUp; hours: RollUp };
type StageLog = {
  rows: LogRow[];
  extent: Extent;
  versions: Map<string, VersionLog>;
  numbers: Map<string, Extent>;
  categories: Map<string, { extent: Extent; counts: Map<string, number> }>;
};
type PipelineLog = { stages: Map<string, StageLog>; labels: LabelRow[] };

/** The prediction log without a database: for tests, and for the page that runs without a server. */
export function createMemoryPredictionLog(): PredictionLog {
  const pipelines = new Map<string, PipelineLog>();
  const tokens = new Set<string>();
  let change = 0;

  const stageOf = (selection: StageSelection) =>
    narrowed(pipelines.get(selection.pipeline)?.stages.get(selection.stage), selection);
  const rowsOf = (selection: StageSelection) => stageOf(selection)?.rows ?? [];
  const labelsOf = (selection: StageSelection) => pipelines.get(selection.pipeline)?.labels ?? [];
  const allRowsOf = (pipeline: string) =>
    [...(pipelines.get(pipeline)?.stages.values() ?? [])].flatMap(({ rows }) => rows);
  const stagesOf = (pipeline: string) => [...(pipelines.get(pipeline)?.stages ?? [])];

  const log: PredictionLog = {
    insert(batch, token) {
      if (!tokens.has(token)) {
        tokens.add(token);
        change++;
        addBatch(pipelines, batch, change);
      }
      return Promise.resolve();
    },
    cursor: () => Promise.resolve(String(change)),

    async listStages() {
      return [...pipelines].flatMap(([pipeline, { stages }]) =>
        [...stages]
          .filter(([, { extent }]) => extent.firstMs <= extent.lastMs) // one with rows of a reference alone has none
          .map(([stage, { extent }]): StageExtent => ({ pipeline, stage, ...extent })),
      );
    },
    async listMetrics(pipeline) {
      return stagesOf(pipeline)
        .flatMap(([stage, log]) => metricExtents(stage, log))
        .sort(byMetric);
    },
    async listVersions(pipeline, window) {
      return stagesOf(pipeline).flatMap(([stage, log]) => versionExtents(stage, log, window));
    },
    async versionSlots(pipeline, window, stepMs) {
      return stagesOf(pipeline)
        .flatMap(([stage, log]) => versionSlots(stage, log, window, stepMs))
        .sort((a, b) => a.slotMs - b.slotMs);
    },
    stageSlots: (pipeline, window, stepMs) =>
      stageSlots(
        log,
        stagesOf(pipeline).map(([stage]) => stage),
        { pipeline, stepMs, ...window },
      ),
    async labelArrivals(pipeline, { fromMs, toMs }, stepMs) {
      const counts = new Map<number, number>();
      for (const { receivedMs } of pipelines.get(pipeline)?.labels ?? []) {
        if (receivedMs < fromMs || receivedMs >= toMs) continue;
        const slotMs = floor(receivedMs, stepMs);
        counts.set(slotMs, (counts.get(slotMs) ?? 0) + 1);
      }
      return byKey(counts).map(([slotMs, rows]) => ({ slotMs, rows }));
    },
    async labelExtent(pipeline) {
      const labels = pipelines.get(pipeline)?.labels ?? [];
      const lastMs = labels.reduce((last, { timeMs }) => Math.max(last, timeMs), Number.NEGATIVE_INFINITY);
      return { rows: labels.length, lastMs: labels.length > 0 ? lastMs : undefined };
    },

    async countRows(selection) {
      const slots = rowSlots(stageOf(selection), { ...selection, stepMs: MINUTE_MS });
      return slots.reduce((sum, { rows }) => sum + rows, 0);
    },
    rowSlots: async (selection) => rowSlots(stageOf(selection), selection),
    activeSlots: async (selection) =>
      activeSlots(pipelines.get(selection.pipeline)?.stages.get(selection.stage), selection),
    repeatedOutputs: async (selection, limit) => repeatedOutputs(rowsOf(selection), selection, limit),
    async numericSlots(selection, quantiles) {
      return mapSlots(stageOf(selection), selection, 'numbers', (metric, slotMs, cells) =>
        numericSlot(metric, slotMs, cells, quantiles),
      );
    },
    async categorySlots(selection) {
      return mapSlots(stageOf(selection), selection, 'categories', (metric, slotMs, cells) =>
        byKey(cells).map(([category, { count }]): CategorySlot => ({ metric, slotMs, category, count })),
      ).flat();
    },
    async numericHistograms(selection, metrics) {
      return mapWhole(
        stageOf(selection),
        selection,
        metrics,
        'numbers',
        (metric, bucket, cell): BucketCount => ({
          metric,
          bucket,
          ...cell,
        }),
      );
    },
    async categoryHistograms(selection, metrics) {
      return mapWhole(
        stageOf(selection),
        selection,
        metrics,
        'categories',
        (metric, category, { count }): CategoryCount => ({
          metric,
          category,
          count,
        }),
      );
    },
    async binSlots(selection, bins) {
      const log = stageOf(selection);
      const chosen = {
        ...selection,
        metrics: [...bins.keys()].filter((metric) => selection.metrics?.includes(metric) ?? true),
      };
      const numbers = mapSlots(log, chosen, 'numbers', (metric, slotMs, cells) =>
        foldBuckets(metric, slotMs, cells, bins.get(metric)),
      );
      const categories = mapSlots(log, chosen, 'categories', (metric, slotMs, cells) =>
        foldCategories(metric, slotMs, cells, bins.get(metric)),
      );
      return [...numbers, ...categories]
        .flat()
        .sort((a, b) => byMetric(a, b) || a.slotMs - b.slotMs || a.bin - b.bin);
    },
    async numericValues(selection, metric, limit) {
      return Float64Array.from(sample(rowsOf(selection), selection, (row) => row.numbers[metric], limit));
    },
    categoryValues: async (selection, metric, limit) =>
      sample(rowsOf(selection), selection, (row) => categoryOf(row, metric), limit),
    frame: async (selection, columns, limit) => frame(rowsOf(selection), selection, columns, limit),
    listRows: async (selection, order, limit) => listRows(rowsOf(selection), selection, order, limit),
    listSites: async (selection, most) => listSites(rowsOf(selection), selection, most),

    arrivalPeriods: async (selection, periods) =>
      arrivalPeriods(predictionRows(rowsOf(selection), selection), periods),
    async firstReceived(pipeline) {
      const received = allRowsOf(pipeline)
        .filter(({ kind }) => kind === 'prediction')
        .map(({ receivedMs }) => receivedMs);
      return received.length > 0 ? received.reduce((a, b) => Math.min(a, b)) : undefined;
    },
    siteStates: async (pipeline, window, quantiles, most) =>
      siteStates(allRowsOf(pipeline), window, quantiles).slice(0, most),

    listRequestIds: async (selection, order, limit) =>
      listRequestIds(allRowsOf(selection.pipeline), selection, order, limit),
    requestRows: async (selection, limit) => requestRows(allRowsOf(selection.pipeline), selection, limit),

    labelSlots: async (selection, quantiles) =>
      labelSlots(rowsOf(selection), labelsOf(selection), selection, quantiles),
    labelledRows: async (selection, which) =>
      labelledRows(rowsOf(selection), labelsOf(selection), selection, which),
  };
  return log;
}

function addBatch(pipelines: Map<string, PipelineLog>, batch: Batch, change: number): void {
  for (const row of batch.rows)
    addRow(stageLogOf(pipelineLogOf(pipelines, row.pipeline), row.stage), row, change);
  for (const label of batch.labels) pipelineLogOf(pipelines, label.pipeline).labels.push(label);
}

function addRow(log: StageLog, row: LogRow, change: number): void {
  const counted = row.kind === 'sample' ? 0 : 1;
  const { minutes, hours } = versionLogOf(log, row);
  const isInTheLog = row.kind !== 'reference';
  log.rows.push(row);
  if (isInTheLog) widen(log.extent, row.timeMs, counted);
  for (const rollUp of [minutes, hours]) addArrival(rollUp, row.timeMs, counted, change);
  for (const [metric, value] of Object.entries(row.numbers)) {
    if (isInTheLog) widen(getOr(log.numbers, metric, emptyExtent), row.timeMs, 1);
    const bucket = bucketOf(value);
    for (const rollUp of [minutes, hours])
      addValue(rollUp, rollUp.numbers, metric, row.timeMs, bucket, value);
  }
  for (const [metric, value] of Object.entries(row.categories)) {
    const category = value.slice(0, CATEGORY_LENGTH).toWellFormed();
    if (isInTheLog) addCategory(log, metric, category, row.timeMs);
    for (const rollUp of [minutes, hours])
      addValue(rollUp, rollUp.categories, metric, row.timeMs, category, 0);
  }
}

function addCategory(log: StageLog, metric: string, category: string, timeMs: number): void {
  const known = getOr(log.categories, metric, () => ({
    extent: emptyExtent(),
    counts: new Map<string, number>(),
  }));
  widen(known.extent, timeMs, 1);
  known.counts.set(category, (known.counts.get(category) ?? 0) + 1);
}

function pipelineLogOf(pipelines: Map<string, PipelineLog>, name: string): PipelineLog {
  return getOr(pipelines, name, () => ({ stages: new Map<string, StageLog>(), labels: [] }));
}

function stageLogOf(pipeline: PipelineLog, name: string): StageLog {
  return getOr(pipeline.stages, name, emptyStageLog);
}

function emptyStageLog(): StageLog {
  return {
    rows: [],
    extent: emptyExtent(),
    versions: new Map<string, VersionLog>(),
    numbers: new Map<string, Extent>(),
    categories: new Map<string, { extent: Extent; counts: Map<string, number> }>(),
  };
}

/** A log of only the rows that `knownAtMs` and `segments` ask for; the log itself where they ask nothing. */
function narrowed(log: StageLog | undefined, selection: StageSelection): StageLog | undefined {
  const { knownAtMs, segments = [] } = selection;
  if (!log || (knownAtMs === undefined && segments.length === 0)) return log;
  const valuesByMetric = [...Map.groupBy(segments, ({ metric }) => metric)].map(
    ([metric, own]) => [metric, new Set<string | undefined>(own.map(({ value }) => value))] as const,
  );
  const narrow = emptyStageLog();
  for (const row of log.rows) {
    const isWanted =
      row.timeMs >= floor(selection.fromMs, HOUR_MS) &&
      row.timeMs < floor(selection.toMs, HOUR_MS) + HOUR_MS &&
      (knownAtMs === undefined || row.receivedMs <= knownAtMs) &&
      valuesByMetric.every(([metric, values]) => values.has(segmentValue(row, metric)));
    if (isWanted) addRow(narrow, row, changeOf(log, row));
  }
  return narrow;
}

function segmentValue(row: LogRow, metric: string): string | undefined {
  return metric === siteSegment ? row.site : row.categories[metric]?.toWellFormed();
}

/** When the slot that the row is in last changed. */
function changeOf(log: StageLog, row: LogRow): number {
  return versionLogOf(log, row).minutes.arrivals.get(floor(row.timeMs, MINUTE_MS))?.change ?? 0;
}

function versionLogOf(log: StageLog, { version, role }: LogRow): VersionLog {
  const create = () => ({ version, role, minutes: emptyRollUp(MINUTE_MS), hours: emptyRollUp(HOUR_MS) });
  return getOr(log.versions, `${role} ${version}`, create);
}

function addArrival(rollUp: RollUp, timeMs: number, rows: number, change: number): void {
  const arrivals = getOr(rollUp.arrivals, floor(timeMs, rollUp.stepMs), () => ({ ...emptyExtent(), change }));
  arrivals.change = Math.max(arrivals.change, change);
  if (rows > 0) widen(arrivals, timeMs, rows);
}

function addValue<Key>(
  { stepMs }: RollUp,
  metrics: Map<string, Slots<Key>>,
  metric: string,
  timeMs: number,
  key: Key,
  value: number,
): void {
  const slots = getOr(metrics, metric, () => new Map<number, Cells<Key>>());
  const cells = getOr(slots, floor(timeMs, stepMs), () => new Map<Key, Cell>());
  const cell = getOr(cells, key, () => ({ count: 0, sum: 0 }));
  cell.count++;
  cell.sum += value;
}

function metricExtents(stage: string, log: StageLog): MetricExtent[] {
  const numbers = [...log.numbers].map(([metric, extent]): MetricExtent => ({
    stage,
    metric,
    kind: 'numeric',
    ...extent,
    categories: [],
  }));
  const categories = [...log.categories].map(([metric, { extent, counts }]): MetricExtent => ({
    stage,
    metric,
    kind: 'categorical',
    ...extent,
    categories: [...counts]
      .sort(([a, countA], [b, countB]) => countB - countA || compare(a, b))
      .slice(0, LISTED_CATEGORIES)
      .map(([category]) => category),
  }));
  return [...numbers, ...categories];
}

function versionExtents(stage: string, log: StageLog, window: Window): VersionExtent[] {
  return [...log.versions.values()].flatMap(({ version, role, minutes }) => {
    if (role === 'reference') return [];
    const found = [...minutes.arrivals].filter(
      ([slotMs, { rows }]) => rows > 0 && isWithin(slotMs, window, MINUTE_MS),
    );
    if (found.length === 0) return [];
    const extent = emptyExtent();
    for (const [, { rows, firstMs, lastMs }] of found) {
      widen(extent, firstMs, rows);
      widen(extent, lastMs, 0);
    }
    return [{ stage, version, role, ...extent }];
  });
}

function versionSlots(stage: string, log: StageLog, window: Window, stepMs: number): VersionSlot[] {
  const counts = new Map<string, VersionSlot>();
  for (const { version, role, ...rollUps } of log.versions.values()) {
    if (role === 'reference') continue;
    const rollUp = rollUpOf(rollUps, stepMs);
    for (const [slotMs, { rows }] of rollUp.arrivals) {
      if (rows === 0 || !isWithin(slotMs, window, rollUp.stepMs)) continue;
      const start = floor(slotMs, stepMs);
      getOr(counts, `${start} ${version}`, () => ({ stage, version, slotMs: start, rows: 0 })).rows += rows;
    }
  }
  return [...counts.values()];
}

function rowSlots(log: StageLog | undefined, selection: SlotSelection): RowSlot[] {
  const wanted = wantedSlots(log, selection);
  const counts = new Map<number, number>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [slotMs, { rows }] of rollUp.arrivals) {
      const start = floor(slotMs, selection.stepMs);
      if (wanted.has(start) && isWithin(slotMs, selection, rollUp.stepMs))
        counts.set(start, (counts.get(start) ?? 0) + rows);
    }
  }
  return byKey(counts).flatMap(([slotMs, rows]) => (rows > 0 ? [{ slotMs, rows }] : []));
}

function activeSlots(log: StageLog | undefined, selection: SlotSelection): ActiveSlot[] {
  const wanted = wantedSlots(log, selection);
  const unit = selection.stepMs % HOUR_MS === 0 ? HOUR_MS : MINUTE_MS;
  const minutes = new Map<number, Set<number>>();
  for (const rollUp of rollUpsOf(log, { ...selection, stepMs: MINUTE_MS })) {
    for (const minute of rollUp.arrivals.keys()) {
      const start = floor(minute, selection.stepMs);
      if (wanted.has(start) && isWithin(minute, selection, unit))
        getOr(minutes, start, () => new Set<number>()).add(minute);
    }
  }
  return byKey(minutes).map(([slotMs, own]) => ({ slotMs, minutes: own.size }));
}

/** Starts of the slots in the window that hold anything, with `since` only those that changed after it. */
function wantedSlots(log: StageLog | undefined, selection: SlotSelection): Set<number> {
  const after = selection.since === undefined ? 0 : Number(selection.since);
  const wanted = new Set<number>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [slotMs, { change }] of rollUp.arrivals) {
      if (change > after && isWithin(slotMs, selection, rollUp.stepMs))
        wanted.add(floor(slotMs, selection.stepMs));
    }
  }
  return wanted;
}

/** `make` of each metric and slot of the selection that holds values, by metric, then slot. */
function mapSlots<Kind extends 'numbers' | 'categories', T>(
  log: StageLog | undefined,
  selection: SlotSelection,
  kind: Kind,
  make: (metric: string, slotMs: number, cells: Cells<KeyOf<Kind>>) => T,
): T[] {
  const wanted = wantedSlots(log, selection);
  const merged = new Map<string, Slots<KeyOf<Kind>>>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [metric, slots] of chosenMetrics(rollUp, kind, selection.metrics)) {
      const into = getOr(merged, metric, () => new Map<number, Cells<KeyOf<Kind>>>());
      for (const [slotMs, cells] of slots) {
        const start = floor(slotMs, selection.stepMs);
        if (!wanted.has(start) || !isWithin(slotMs, selection, rollUp.stepMs)) continue;
        merge(
          getOr(into, start, () => new Map<KeyOf<Kind>, Cell>()),
          cells,
        );
      }
    }
  }
  return byKey(merged).flatMap(([metric, slots]) =>
    byKey(slots).map(([slotMs, cells]) => make(metric, slotMs, cells)),
  );
}

/** `make` of each cell of the whole window, by metric, then bucket or category. */
function mapWhole<Kind extends 'numbers' | 'categories', T>(
  log: StageLog | undefined,
  selection: StageSelection,
  metrics: readonly string[] | undefined,
  kind: Kind,
  make: (metric: string, key: KeyOf<Kind>, cell: Cell) => T,
): T[] {
  const merged = new Map<string, Cells<KeyOf<Kind>>>();
  for (const rollUp of rollUpsOf(log, { ...selection, stepMs: MINUTE_MS })) {
    for (const [metric, slots] of chosenMetrics(rollUp, kind, metrics)) {
      for (const [slotMs, cells] of slots) {
        if (!isWithin(slotMs, selection, MINUTE_MS)) continue;
        merge(
          getOr(merged, metric, () => new Map<KeyOf<Kind>, Cell>()),
          cells,
        );
      }
    }
  }
  return byKey(merged).flatMap(([metric, cells]) =>
    byKey(cells).map(([key, cell]) => make(metric, key, { ...cell })),
  );
}

type KeyOf<Kind extends 'numbers' | 'categories'> = Kind extends 'numbers' ? number : string;

function chosenMetrics<Kind extends 'numbers' | 'categories'>(
  rollUp: RollUp,
  kind: Kind,
  metrics: readonly string[] | undefined,
): [string, Slots<KeyOf<Kind>>][] {
  const all = rollUp[kind] as Map<string, Slots<KeyOf<Kind>>>;
  if (!metrics) return [...all];
  return metrics.flatMap((metric) => {
    const slots = all.get(metric);
    return slots ? [[metric, slots] satisfies [string, Slots<KeyOf<Kind>>]] : [];
  });
}

function numericSlot(
  metric: string,
  slotMs: number,
  cells: Cells<number>,
  quantiles: readonly number[],
): NumericSlot {
  const ordered = byKey(cells);
  const histogram = {
    buckets: Int32Array.from(ordered, ([bucket]) => bucket),
    counts: Float64Array.from(ordered, ([, { count }]) => count),
    sums: Float64Array.from(ordered, ([, { sum }]) => sum),
  };
  const { count, sum } = ordered.reduce((all, [, cell]) => addCell(all, cell), { count: 0, sum: 0 });
  return { metric, slotMs, count, sum, quantiles: quantiles.map((share) => quantile(histogram, share)) };
}

function foldBuckets(
  metric: string,
  slotMs: number,
  cells: Cells<number>,
  bins: Bins | undefined,
): BinSlot[] {
  return bins?.kind === 'numeric' ? fold(metric, slotMs, cells, (bucket) => binOfBucket(bins, bucket)) : [];
}

function foldCategories(
  metric: string,
  slotMs: number,
  cells: Cells<string>,
  bins: Bins | undefined,
): BinSlot[] {
  if (bins?.kind !== 'categorical') return [];
  const folded = fold(metric, slotMs, cells, (category) => binOfCategory(bins, category));
  return folded.map((slot) => ({ ...slot, sum: 0 }));
}

function fold<Key>(
  metric: string,
  slotMs: number,
  cells: Cells<Key>,
  binOf: (key: Key) => number,
): BinSlot[] {
  const folded = new Map<number, Cell>();
  for (const [key, cell] of cells)
    addCell(
      getOr(folded, binOf(key), () => ({ count: 0, sum: 0 })),
      cell,
    );
  return [...folded].map(([bin, cell]) => ({ metric, slotMs, bin, ...cell }));
}

function rollUpsOf(
  log: StageLog | undefined,
  { role, version, stepMs }: Omit<SlotSelection, keyof Window>,
): RollUp[] {
  return [...(log?.versions.values() ?? [])]
    .filter(
      (candidate) => candidate.role === role && (version === undefined || candidate.version === version),
    )
    .map((rollUps) => rollUpOf(rollUps, stepMs));
}

function rollUpOf({ minutes, hours }: Pick<VersionLog, 'minutes' | 'hours'>, stepMs: number): RollUp {
  return stepMs % HOUR_MS === 0 ? hours : minutes;
}

/** Whether a slot of the roll-up belongs to the window, whose borders snap outwards to whole slots. */
function isWithin(slotMs: number, { fromMs, toMs }: Window, stepMs: number): boolean {
  return slotMs >= floor(fromMs, stepMs) && slotMs < toMs;
}

function merge<Key>(into: Cells<Key>, cells: Cells<Key>): void {
  for (const [key, cell] of cells)
    addCell(
      getOr(into, key, () => ({ count: 0, sum: 0 })),
      cell,
    );
}

function addCell(into: Cell, { count, sum }: Cell): Cell {
  into.count += count;
  into.sum += sum;
  return into;
}

function emptyRollUp(stepMs: number): RollUp {
  return { stepMs, arrivals: new Map(), numbers: new Map(), categories: new Map() };
}

function emptyExtent(): Extent {
  return { rows: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY };
}

function widen(extent: Extent, timeMs: number, rows: number): void {
  extent.rows += rows;
  extent.firstMs = Math.min(extent.firstMs, timeMs);
  extent.lastMs = Math.max(extent.lastMs, timeMs);
}

function getOr<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}

function byKey<Key extends string | number, Value>(map: Map<Key, Value>): [Key, Value][] {
  return [...map].sort(([a], [b]) => compare(a, b));
}

function byMetric(a: { metric: string }, b: { metric: string }): number {
  return compare(a.metric, b.metric);
}

function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function floor(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
