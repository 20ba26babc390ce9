import type { SlotSelection, StageSelection, Window } from '#api/prediction-log.ts';
import { type RangeSegment, type Segment, siteSegment } from '#contract/segment.ts';
import { bucketOf, category, entries, slotOf } from './log-schema.ts';
import { integer, isOneOf, text } from './sql.ts';

export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

type Cells = 'arrivals' | 'numeric' | 'category';

/**
 * Where the counts of a selection come from: the roll-up, or the same columns made from the rows where only some
 * of them are wanted.
 */
export function cells(kind: Cells, selection: StageSelection, stepMs: number): string {
  const condition = narrowed(selection);
  if (condition === undefined) return table(kind, stepMs);
  return countedRows(kind, selection, stepMs, `${stageOf(selection)} AND ${condition}`);
}

/** The same of all stages of a pipeline, as known at a moment. */
export function pipelineCells(
  kind: Cells,
  { pipeline, knownAtMs, ...window }: Window & { pipeline: string; knownAtMs: number | undefined },
  stepMs: number,
): string {
  if (knownAtMs === undefined) return table(kind, stepMs);
  return countedRows(kind, window, stepMs, `pipeline = ${text(pipeline)} AND ${knownBy(knownAtMs)}`);
}

function countedRows(kind: Cells, window: Window, stepMs: number, condition: string): string {
  const unit = unitOf(stepMs);
  const fromMs = Math.floor(window.fromMs / unit) * unit;
  const toMs = Math.ceil(window.toMs / unit) * unit;
  return `(SELECT pipeline, stage, version, role, ${slotOf(unit / 1000)}, ${cellsOfRows[kind]}
    WHERE ${condition} AND ${between(fromMs, toMs)})`;
}

const cellsOfRows: Record<Cells, string> = {
  arrivals: `kind, 1 AS n, timeMs AS firstMs, timeMs AS lastMs FROM rows`,
  numeric: `metric, ${bucketOf('value')} AS bucket, 1 AS n, value AS total FROM rows ARRAY JOIN ${entries('numbers')}`,
  category: `metric, ${category()}, 1 AS n FROM rows ARRAY JOIN ${entries('categories')}`,
};

/** What `knownAtMs` and `segments` ask of a row; undefined where they ask nothing. */
function narrowed({ knownAtMs, segments = [] }: StageSelection): string | undefined {
  const known = knownAtMs === undefined ? [] : [knownBy(knownAtMs)];
  const bySegment = [...Map.groupBy(segments, ({ metric }) => metric)].map(([metric, own]) =>
    isInAny(metric, own),
  );
  const conditions = [...known, ...bySegment];
  return conditions.length > 0 ? conditions.join(' AND ') : undefined;
}

/** Of rows and labels alike: what had been received by then. */
export function knownBy(knownAtMs: number): string {
  return `receivedMs <= ${integer(knownAtMs)}`;
}

function isInAny(metric: string, segments: readonly Segment[]): string {
  const values = segments.flatMap((segment) => ('value' in segment ? [segment.value] : []));
  const ranges = segments.flatMap((segment) => ('value' in segment ? [] : [isInRange(metric, segment)]));
  if (values.length > 0) {
    ranges.push(
      metric === siteSegment
        ? isOneOf('site', values)
        : `mapContains(categories, ${text(metric)}) AND ${isOneOf(`categories[${text(metric)}]`, values)}`,
    );
  }
  return `(${ranges.join(' OR ')})`;
}

function isInRange(metric: string, { from, to }: RangeSegment): string {
  const value = `numbers[${text(metric)}]`;
  const bounds = [
    ...(Number.isFinite(from) ? [`${value} >= ${from}`] : []),
    ...(Number.isFinite(to) ? [`${value} < ${to}`] : []),
  ];
  return [`mapContains(numbers, ${text(metric)})`, ...bounds].join(' AND ');
}

/** The roll-up that answers steps of this length. */
export function table(kind: Cells, stepMs: number): string {
  return `${kind}_${unitOf(stepMs) === HOUR_MS ? 'hour' : 'minute'}`;
}

export function slotMs(stepMs: number): string {
  const step = integer(stepMs / 1000);
  return `toInt64(intDiv(toUnixTimestamp(slot), ${step})) * ${step} * 1000`;
}

/** The slots of a stage in the window; with `since`, only those in which anything changed after it. */
export function slots(selection: SlotSelection): string {
  const all = `${stageOf(selection)} AND ${within(selection, selection.stepMs)}`;
  if (selection.since === undefined) return all;
  return `${all} AND ${slotMs(selection.stepMs)} IN (
    SELECT ${slotMs(selection.stepMs)} FROM ${table('arrivals', selection.stepMs)}
    WHERE ${all} AND changedMs > ${integer(Math.floor(Number(selection.since)))})`;
}

export function stageOf({ pipeline, stage, role, version }: StageSelection): string {
  const arm = version === undefined ? '' : ` AND version = ${text(version)}`;
  return `pipeline = ${text(pipeline)} AND stage = ${text(stage)} AND role = ${text(role)}${arm}`;
}

/** Roll-ups of the window, whose borders snap outwards to whole slots. */
export function within({ fromMs, toMs }: Window, stepMs: number): string {
  const unit = unitOf(stepMs);
  const from = (Math.floor(fromMs / unit) * unit) / 1000;
  return `slot >= toDateTime(${integer(from)}, 'UTC') AND slot < toDateTime(${integer(Math.ceil(toMs / 1000))}, 'UTC')`;
}

export function chosen(metrics: readonly string[] | undefined): string {
  return metrics === undefined ? 'true' : isOneOf('metric', metrics);
}

/** Rows of the window itself, the same ones each time when there are more than the limit. */
export function sampled(selection: StageSelection, limit: number): string {
  return `${rowsWithin(selection)}
    ORDER BY cityHash64(requestId, timeMs), requestId LIMIT ${integer(limit)}`;
}

/** The rows of the window itself, not of whole slots. */
export function rowsWithin(selection: StageSelection): string {
  const condition = narrowed(selection);
  const { fromMs, toMs } = selection;
  return `${stageOf(selection)} AND ${between(fromMs, toMs)}${condition === undefined ? '' : ` AND ${condition}`}`;
}

/** Rows, by their own time. */
export function between(fromMs: number, toMs: number): string {
  return `timeMs >= ${integer(fromMs)} AND timeMs < ${integer(toMs)}`;
}

function unitOf(stepMs: number): number {
  return stepMs % HOUR_MS === 0 ? HOUR_MS : MINUTE_MS;
}
