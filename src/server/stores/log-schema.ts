/** Replayed inserts are recognised by their token among this many latest blocks of a table. */
const DEDUPLICATED_BLOCKS = 10_000;
/** Characters of a category that are kept in the roll-ups; ingest cuts them before. */
const CATEGORY_LENGTH = 500;

const settings = `SETTINGS non_replicated_deduplication_window = ${DEDUPLICATED_BLOCKS}`;
const place = `pipeline LowCardinality(String), stage LowCardinality(String)`;
const arm = `version LowCardinality(String), role LowCardinality(String)`;
const count = `SimpleAggregateFunction(sum, UInt64)`;
const extent = `firstMs SimpleAggregateFunction(min, Int64), lastMs SimpleAggregateFunction(max, Int64)`;
/** Rows sent for a reference are stored, but make no metric known. */
const inTheLog = `rows.kind != 'reference'`; // qualified: the views name a column of their own kind
const extentOfRows = `count() AS n, min(timeMs) AS firstMs, max(timeMs) AS lastMs`;

/**
 * Rows, labels, and the roll-ups that materialised views keep up to date with every insert. By minute and hour:
 * `arrivals` counts rows and says when a slot changed, `numeric` holds buckets (see stats/bucket.ts), `category`
 * counts categories. Over all time: `extents` of metrics and their categories.
 *
 * Each view reads the rows, not a finer view, and groups as little as it can: so ten thousand rows of 13 values
 * take 0.3 s on two cores; hours taken from minutes, or views in a row, took 1.4 times as long.
 */
export const logSchema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS rows (
    kind LowCardinality(String), ${place}, ${arm}, site LowCardinality(String), requestId String,
    timeMs Int64 CODEC(DoubleDelta, ZSTD(1)), receivedMs Int64 CODEC(DoubleDelta, ZSTD(1)),
    numbers Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    categories Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    text Nullable(String) CODEC(ZSTD(1)), fingerprint String
  ) ENGINE = MergeTree PARTITION BY toYYYYMM(fromUnixTimestamp64Milli(timeMs, 'UTC'))
  ORDER BY (pipeline, stage, timeMs) ${settings}`,
  // The rows of one request are found without reading all rows: nine in ten granules are passed over.
  `ALTER TABLE rows ADD INDEX IF NOT EXISTS requests requestId TYPE bloom_filter(0.01) GRANULARITY 4`,
  `CREATE TABLE IF NOT EXISTS labels (
    ${place}, requestId String, timeMs Int64, receivedMs Int64, number Nullable(Float64), category Nullable(String)
  ) ENGINE = MergeTree ORDER BY (pipeline, requestId) ${settings}`,
  `CREATE TABLE IF NOT EXISTS extents (
    ${place}, metric LowCardinality(String), kind LowCardinality(String), category String, n ${count}, ${extent}
  ) ENGINE = AggregatingMergeTree ORDER BY (pipeline, stage, metric, kind, category) ${settings}`,
  ...slots('minute', 60),
  ...slots('hour', 3600),
  view(
    'extents_of_numbers',
    'extents',
    `SELECT pipeline, stage, metric, 'numeric' AS kind, '' AS category, ${extentOfRows}
     FROM rows ARRAY JOIN mapKeys(numbers) AS metric WHERE ${inTheLog} GROUP BY pipeline, stage, metric`,
  ),
  view(
    'extents_of_categories',
    'extents',
    `SELECT pipeline, stage, metric, 'categorical' AS kind, ${category()}, ${extentOfRows}
     FROM rows ARRAY JOIN ${entries('categories')} WHERE ${inTheLog} GROUP BY pipeline, stage, metric, category`,
  ),
];

function slots(name: 'minute' | 'hour', seconds: number): string[] {
  const slot = slotOf(seconds);
  const by = `pipeline, stage, slot, version, role`;
  return [
    rollUp(
      `arrivals_${name}`,
      `kind LowCardinality(String), n ${count}, ${extent}, changedMs SimpleAggregateFunction(max, Int64)`,
      'kind, slot, version, role',
    ),
    rollUp(
      `numeric_${name}`,
      `metric LowCardinality(String), bucket Int32, n ${count}, total SimpleAggregateFunction(sum, Float64)`,
      'metric, slot, version, role, bucket',
    ),
    rollUp(
      `category_${name}`,
      `metric LowCardinality(String), category String, n ${count}`,
      'metric, slot, version, role, category',
    ),
    view(
      `arrivals_${name}_view`,
      `arrivals_${name}`,
      `SELECT pipeline, stage, version, role, kind, ${slot}, ${extentOfRows}, max(toUnixTimestamp64Milli(now64(3))) AS changedMs
       FROM rows GROUP BY ${by}, kind`,
    ),
    view(
      `numeric_${name}_view`,
      `numeric_${name}`,
      `SELECT pipeline, stage, version, role, ${slot}, metric, ${bucketOf('value')} AS bucket, count() AS n, sum(value) AS total
       FROM rows ARRAY JOIN ${entries('numbers')} GROUP BY ${by}, metric, bucket`,
    ),
    view(
      `category_${name}_view`,
      `category_${name}`,
      `SELECT pipeline, stage, version, role, ${slot}, metric, ${category()}, count() AS n
       FROM rows ARRAY JOIN ${entries('categories')} GROUP BY ${by}, metric, category`,
    ),
  ];
}

function rollUp(name: string, columns: string, key: string): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (${place}, slot DateTime('UTC'), ${arm}, ${columns}
  ) ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM(slot) ORDER BY (pipeline, stage, ${key}) ${settings}`;
}

function view(name: string, target: string, select: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name} TO ${target} AS ${select}`;
}

/** The start of a row's slot. */
export function slotOf(seconds: number): string {
  return `toDateTime(intDiv(timeMs, ${seconds * 1000}) * ${seconds}, 'UTC') AS slot`;
}

export function entries(map: 'numbers' | 'categories'): string {
  return `mapKeys(${map}) AS metric, mapValues(${map}) AS value`;
}

export function category(): string {
  return `substringUTF8(value, 1, ${CATEGORY_LENGTH}) AS category`;
}

/** The same bucket as `bucketOf` of stats/bucket.ts. */
export function bucketOf(x: string): string {
  return `if(abs(${x}) < 1e-12, 0, if(${x} < 0, -1, 1) * toInt32(bitShiftRight(reinterpretAsUInt64(abs(${x})), 46)))`;
}
