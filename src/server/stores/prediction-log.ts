import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type {
  ActiveSlot,
  BinSlot,
  BucketCount,
  CategoryCount,
  CategorySlot,
  MetricExtent,
  NumericSlot,
  PredictionLog,
  RequestRow,
  RowSlot,
  ShownRow,
  SlotSelection,
  StageExtent,
  VersionExtent,
  VersionSlot,
} from '#api/prediction-log.ts';
import { binCount, type Bins, type CategoricalBins, type NumericBins } from '#stats/bins.ts';
import { labelArrivalsQuery, labelledRowsQuery, labelSlotsQuery, toLabelledRows } from './label-queries.ts';
import { arrivalPeriodsQuery, firstReceivedQuery, siteStatesQuery } from './arrival-queries.ts';
import { logSchema } from './log-schema.ts';
import { frame, rowsQuery, sitesQuery } from './log-frame.ts';
import { requestIdsQuery, requestRowsQuery } from './request-queries.ts';
import { activeSlotsQuery } from './active-slots.ts';
import { pairs, unitExtentsQuery } from './pair-queries.ts';
import { repeatedOutputs } from './repeated-outputs.ts';
import { toNdjson, wellFormedJson } from './ndjson.ts';
import type { Lines, SpoolTarget } from './spool.ts';
import {
  cells,
  chosen,
  knownBy,
  MINUTE_MS,
  pipelineCells,
  sampled,
  slotMs,
  slots,
  stageOf,
  table,
  within,
} from './log-selection.ts';
import { stageSlots } from './stage-slots.ts';
import { integer, list, text } from './sql.ts';

const LISTED_CATEGORIES = 12;
/** The cursor lies this far back, so that inserts of other servers that are under way are found by it. */
const OVERLAP_MS = 2_000;
const predictions = `kind = 'prediction'`;
/** Predictions, or the rows of a reference where the role asks for them. */
const notSamples = `kind != 'sample'`;

export type OpenPredictionLog = SpoolTarget & { log: PredictionLog; close: () => Promise<void> };

/** The prediction log on ClickHouse: a server at a URL, or the embedded engine behind its agent. */
export async function openPredictionLog(
  place: { url: string } | { agent: Agent },
): Promise<OpenPredictionLog> {
  const client = createClient({
    ...('url' in place ? { url: place.url } : { url: 'http://engine', http_agent: place.agent }),
    request_timeout: 120_000,
    log: { level: ClickHouseLogLevel.OFF }, // errors reach the caller, who logs them
    max_open_connections: 16,
    clickhouse_settings: {
      output_format_json_quote_64bit_integers: 0,
      max_execution_time: 60,
      max_query_size: '67108864',
    },
  });
  for (const statement of logSchema) await client.command({ query: statement });
  return { ...createPredictionLog(client), close: () => client.close() };
}

function createPredictionLog(client: ClickHouseClient): SpoolTarget & { log: PredictionLog } {
  /** When the inserts that are under way began, by token. */
  const inserting = new Map<string, number>();
  async function select<Row>(query: string): Promise<Row[]> {
    const result = await client.query({ query, format: 'JSONEachRow' });
    return result.json<Row>();
  }
  async function insert(table: string, lines: Uint8Array, token: string): Promise<void> {
    if (lines.length === 0) return;
    const { stream } = await client.exec({
      query: `INSERT INTO ${table} FORMAT JSONEachRow`,
      values: Readable.from([lines], { objectMode: false }),
      clickhouse_settings: {
        insert_deduplicate: 1,
        insert_deduplication_token: `${table}-${token}`,
        deduplicate_blocks_in_dependent_materialized_views: 1,
        // Measured on batches of 10,000 rows: together 1.5 times the rows a second.
        parallel_view_processing: 1,
        optimize_on_insert: 0,
      },
    });
    await finished(stream.resume());
  }

  async function insertLines({ rows, labels }: Lines, token: string): Promise<void> {
    if (!inserting.has(token)) inserting.set(token, performance.now());
    await insert('rows', rows, token);
    await insert('labels', labels, token);
    inserting.delete(token); // after a failure it stays: what is half there changes again when the token comes back
  }

  const log: PredictionLog = {
    async insert({ rows, labels }, token) {
      await insertLines({ rows: await toNdjson(rows), labels: await toNdjson(labels) }, token);
    },
    cursor: () => cursor(select, inserting.values()),

    listStages: () =>
      select<StageExtent>(
        `SELECT pipeline, stage, sumIf(a.n, kind = 'prediction') AS rows, min(a.firstMs) AS firstMs, max(a.lastMs) AS lastMs
         FROM arrivals_hour AS a WHERE kind != 'reference' GROUP BY pipeline, stage ORDER BY pipeline, firstMs, stage`,
      ),
    listMetrics: (pipeline) => listMetrics(select, pipeline),
    listVersions: (pipeline, window, knownAtMs) =>
      select<VersionExtent>(
        `SELECT stage, version, role, sum(n) AS rows, min(a.firstMs) AS firstMs, max(a.lastMs) AS lastMs
         FROM ${pipelineCells('arrivals', { pipeline, knownAtMs, ...window }, MINUTE_MS)} AS a
         WHERE pipeline = ${text(pipeline)} AND ${predictions} AND ${within(window, MINUTE_MS)}
         GROUP BY stage, version, role ORDER BY stage, version, role`,
      ),
    versionSlots: (pipeline, window, stepMs) =>
      select<VersionSlot>(
        `SELECT stage, version, ${slotMs(stepMs)} AS slotMs, sum(n) AS rows FROM ${table('arrivals', stepMs)}
         WHERE pipeline = ${text(pipeline)} AND ${predictions} AND ${within(window, stepMs)}
         GROUP BY stage, version, slotMs ORDER BY slotMs, stage, version`,
      ),
    stageSlots: (pipeline, window, stepMs, knownAtMs) =>
      stageSlots(select, { pipeline, stepMs, knownAtMs, ...window }),
    labelArrivals: (pipeline, window, stepMs) =>
      select<RowSlot>(labelArrivalsQuery(pipeline, window, stepMs)),
    async labelExtent(pipeline, knownAtMs) {
      const known = knownAtMs === undefined ? '' : ` AND ${knownBy(knownAtMs)}`;
      const [extent] = await select<{ rows: number; lastMs: number }>(
        `SELECT count() AS rows, max(timeMs) AS lastMs FROM labels WHERE pipeline = ${text(pipeline)}${known}`,
      );
      return { rows: extent?.rows ?? 0, lastMs: extent && extent.rows > 0 ? extent.lastMs : undefined };
    },

    async countRows(selection) {
      const [counted] = await select<{ rows: number }>(
        `SELECT sum(n) AS rows FROM ${cells('arrivals', selection, MINUTE_MS)}
         WHERE ${stageOf(selection)} AND ${within(selection, MINUTE_MS)} AND ${notSamples}`,
      );
      return counted?.rows ?? 0;
    },
    rowSlots: (selection) =>
      select<RowSlot>(
        `SELECT ${slotMs(selection.stepMs)} AS slotMs, sum(n) AS rows FROM ${cells('arrivals', selection, selection.stepMs)}
         WHERE ${slots(selection)} AND ${notSamples} GROUP BY slotMs ORDER BY slotMs`,
      ),
    activeSlots: (selection) => select<ActiveSlot>(activeSlotsQuery(selection)),
    repeatedOutputs: (selection, limit) => repeatedOutputs(select, selection, limit),
    numericSlots: (selection, quantiles) => numericSlots(select, selection, quantiles),
    categorySlots: (selection) =>
      select<CategorySlot>(
        `SELECT metric, ${slotMs(selection.stepMs)} AS slotMs, category, sum(n) AS count
         FROM ${cells('category', selection, selection.stepMs)} WHERE ${slots(selection)} AND ${chosen(selection.metrics)}
         GROUP BY metric, slotMs, category ORDER BY metric, slotMs, category`,
      ),

    numericHistograms: (selection, metrics) =>
      select<BucketCount>(
        `SELECT metric, bucket, sum(n) AS count, sum(total) AS sum FROM ${cells('numeric', selection, MINUTE_MS)}
         WHERE ${stageOf(selection)} AND ${within(selection, MINUTE_MS)} AND ${chosen(metrics)}
         GROUP BY metric, bucket ORDER BY metric, bucket`,
      ),
    categoryHistograms: (selection, metrics) =>
      select<CategoryCount>(
        `SELECT metric, category, sum(n) AS count FROM ${cells('category', selection, MINUTE_MS)}
         WHERE ${stageOf(selection)} AND ${within(selection, MINUTE_MS)} AND ${chosen(metrics)}
         GROUP BY metric, category ORDER BY metric, category`,
      ),
    binSlots: (selection, bins) => binSlots(select, selection, bins),

    async numericValues(selection, metric, limit) {
      const { stream } = await client.exec({
        query: `SELECT numbers[${text(metric)}] FROM rows WHERE mapContains(numbers, ${text(metric)}) AND ${sampled(selection, limit)} FORMAT RowBinary`,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const bytes = new Uint8Array(Buffer.concat(chunks));
      return new Float64Array(bytes.buffer);
    },
    async categoryValues(selection, metric, limit) {
      const values = await select<{ value: string }>(
        `SELECT categories[${text(metric)}] AS value FROM rows WHERE mapContains(categories, ${text(metric)}) AND ${sampled(selection, limit)}`,
      );
      return values.map(({ value }) => value);
    },
    frame: (selection, columns, limit) => frame(client, selection, columns, limit),
    async listSites(selection, most) {
      const sites = await select<{ site: string }>(sitesQuery(selection, most));
      return sites.map(({ site }) => site);
    },
    listRows: (selection, order, limit) => select<ShownRow>(rowsQuery(selection, order, limit)),

    arrivalPeriods: (selection, periods) => select(arrivalPeriodsQuery(selection, periods)),
    async firstReceived(pipeline) {
      const [first] = await select<{ rows: number; firstMs: number }>(firstReceivedQuery(pipeline));
      return first && first.rows > 0 ? first.firstMs : undefined;
    },
    siteStates: (pipeline, window, quantiles, most) =>
      select(siteStatesQuery(pipeline, window, quantiles, most)),

    async listRequestIds(selection, order, limit) {
      const rows = await select<{ requestId: string }>(requestIdsQuery(selection, order, limit));
      return rows.map(({ requestId }) => requestId);
    },
    requestRows: (selection, limit) => select<RequestRow>(requestRowsQuery(selection, limit)),

    pairs: (selection, arms, limit) => pairs(select, selection, arms, limit),
    unitExtents: (selection, metric, event) => select(unitExtentsQuery(selection, metric, event)),

    labelSlots: (selection, quantiles) => select(labelSlotsQuery(selection, quantiles)),
    labelledRows: async (selection, which) =>
      toLabelledRows(await select(labelledRowsQuery(selection, which))),
  };
  return { log, insertLines };
}

type Select = <Row>(query: string) => Promise<Row[]>;

/** Far enough back that all inserts that are under way are found by it. */
async function cursor(select: Select, startedMs: Iterable<number>): Promise<string> {
  const nowMs = performance.now();
  const oldestMs = [...startedMs].reduce((oldest, started) => Math.max(oldest, nowMs - started), 0);
  const [now] = await select<{ now: number }>(`SELECT toUnixTimestamp64Milli(now64(3)) AS now`);
  return String(Math.floor((now?.now ?? 0) - oldestMs - OVERLAP_MS));
}

async function listMetrics(select: Select, pipeline: string): Promise<MetricExtent[]> {
  return select<MetricExtent>(
    `SELECT stage, metric, kind, sum(counted) AS rows, min(first) AS firstMs, max(last) AS lastMs,
       if(kind = 'numeric', [], arrayMap(entry -> entry.2,
         arraySlice(arraySort(groupArray((-toInt64(counted), category))), 1, ${LISTED_CATEGORIES}))) AS categories
     FROM (
       SELECT stage, metric, kind, category, sum(n) AS counted, min(firstMs) AS first, max(lastMs) AS last
       FROM extents WHERE pipeline = ${text(pipeline)} GROUP BY stage, metric, kind, category
     ) GROUP BY stage, metric, kind ORDER BY metric, stage, kind`,
  );
}

/**
 * Bucket means ascend as buckets do, so the weighted quantile of the means is the mean of the bucket that holds rank
 * ⌈q·n⌉, as `quantile` of stats/histogram.ts has it.
 */
async function numericSlots(
  select: Select,
  selection: SlotSelection,
  quantiles: readonly number[],
): Promise<NumericSlot[]> {
  const ofMeans = `quantilesExactWeighted(${quantiles.join(', ')})(cellSum / cellCount, cellCount)`;
  return select<NumericSlot>(
    `SELECT metric, slotMs, sum(cellCount) AS count, sum(cellSum) AS sum, ${quantiles.length > 0 ? ofMeans : '[]'} AS quantiles
     FROM (
       SELECT metric, ${slotMs(selection.stepMs)} AS slotMs, bucket, sum(n) AS cellCount, sum(total) AS cellSum
       FROM ${cells('numeric', selection, selection.stepMs)} WHERE ${slots(selection)} AND ${chosen(selection.metrics)}
       GROUP BY metric, slotMs, bucket
     ) GROUP BY metric, slotMs ORDER BY metric, slotMs`,
  );
}

async function binSlots(
  select: Select,
  selection: SlotSelection,
  bins: ReadonlyMap<string, Bins>,
): Promise<BinSlot[]> {
  const entries = [...bins].filter(([metric]) => selection.metrics?.includes(metric) ?? true);
  const numeric = entries.filter((entry): entry is [string, NumericBins] => entry[1].kind === 'numeric');
  const categorical = entries.filter(
    (entry): entry is [string, CategoricalBins] => entry[1].kind === 'categorical',
  );
  const [numbers, categories] = await Promise.all([
    numeric.length > 0 ? select<BinSlot>(numericBinsQuery(selection, numeric)) : [],
    categorical.length > 0 ? select<BinSlot>(categoricalBinsQuery(selection, categorical)) : [],
  ]);
  return [...numbers, ...categories].sort(
    (a, b) =>
      (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0) || a.slotMs - b.slotMs || a.bin - b.bin,
  );
}

function numericBinsQuery(selection: SlotSelection, bins: [string, NumericBins][]): string {
  const rows = bins.map(
    ([metric, { edges, atoms }]) =>
      `(${text(metric)}, ${list([...edges].map(integer))}::Array(Int32), ${atoms ? 1 : 0})`,
  );
  return `SELECT metric, slotMs, bin, sum(n) AS count, sum(total) AS sum FROM (
      SELECT metric, ${slotMs(selection.stepMs)} AS slotMs, n, total,
        if(atoms, if(has(edges, bucket), toInt32(indexOf(edges, bucket) - 1), toInt32(length(edges))), toInt32(arrayCount(edge -> edge < bucket, edges))) AS bin
      FROM ${cells('numeric', selection, selection.stepMs)} AS cells INNER JOIN (
        SELECT entry.1 AS metric, entry.2 AS edges, entry.3 AS atoms FROM (SELECT arrayJoin([${rows.join(', ')}]) AS entry)
      ) AS bins USING metric
      WHERE ${slots(selection)} AND ${chosen(bins.map(([metric]) => metric))}
    ) GROUP BY metric, slotMs, bin`;
}

/** Joined, because a metric may have thousands of categories; they come as one literal, which is parsed fast. */
function categoricalBinsQuery(selection: SlotSelection, bins: [string, CategoricalBins][]): string {
  const places = bins.flatMap(([, own], number) =>
    [...binsOfCategories(own)].map(([category, bin]) => [number, category, bin + 1]),
  );
  const numbers = `${list(bins.map((_, number) => integer(number)))}::Array(Int32)`;
  const unseen = `${list(bins.map(([, own]) => integer(binCount(own) - 1)))}::Array(Int32)`;
  return `SELECT metric, slotMs, bin, sum(n) AS count, 0 AS sum FROM (
      SELECT metric, slotMs, n, if(place > 0, place - 1, ${unseen}[number + 1]) AS bin
      FROM (
        SELECT metric, ${slotMs(selection.stepMs)} AS slotMs, category, n,
          transform(metric, ${list(bins.map(([metric]) => text(metric)))}, ${numbers}, toInt32(-1)) AS number
        FROM ${cells('category', selection, selection.stepMs)}
        WHERE ${slots(selection)} AND ${chosen(bins.map(([metric]) => metric))}
      ) AS cells LEFT JOIN (
        SELECT entry.1 AS number, entry.2 AS category, entry.3 AS place FROM (
          SELECT arrayJoin(JSONExtract(${text(wellFormedJson(places))}, 'Array(Tuple(Int32, String, Int32))')) AS entry)
      ) AS places USING (number, category)
    ) GROUP BY metric, slotMs, bin`;
}

/** The same as `binOfCategory` of stats/bins.ts. */
function binsOfCategories({ categories, tail }: CategoricalBins): Map<string, number> {
  return new Map([
    ...tail.map((category): [string, number] => [category, categories.length]),
    ...categories.map((category, bin): [string, number] => [category, bin]).toReversed(),
  ]);
}
