import type { Batch, LabelRow, LogRow, SlotSelection, StageSelection, Window } from '#api/prediction-log.ts';
import { bucketOf } from '#stats/bucket.ts';
import { getOr } from './get-or.ts';
import { isInSegments } from './is-in-segments.ts';
import { emptyExtent, type Extent, widen } from './memory-extent.ts';
import {
  addArrival,
  addValue,
  emptyRollUp,
  floor,
  HOUR_MS,
  MINUTE_MS,
  type RollUp,
  rollUpOf,
} from './memory-roll-up.ts';

const CATEGORY_LENGTH = 500;

export type VersionLog = { version: string; role: LogRow['role']; minutes: RollUp; hours: RollUp };

export type StageLog = {
  rows: LogRow[];
  extent: Extent;
  versions: Map<string, VersionLog>;
  numbers: Map<string, Extent>;
  categories: Map<string, { extent: Extent; counts: Map<string, number> }>;
};
export type PipelineLog = { stages: Map<string, StageLog>; labels: LabelRow[] };

export function addBatch(pipelines: Map<string, PipelineLog>, batch: Batch, change: number): void {
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
export function narrowed(log: StageLog | undefined, selection: StageSelection): StageLog | undefined {
  const { knownAtMs, segments = [] } = selection;
  if (!log || (knownAtMs === undefined && segments.length === 0)) return log;
  const narrow = emptyStageLog();
  for (const row of log.rows) {
    const isWanted =
      row.timeMs >= floor(selection.fromMs, HOUR_MS) &&
      row.timeMs < floor(selection.toMs, HOUR_MS) + HOUR_MS &&
      (knownAtMs === undefined || row.receivedMs <= knownAtMs) &&
      isInSegments(row, segments);
    if (isWanted) addRow(narrow, row, changeOf(log, row));
  }
  return narrow;
}

/** When the slot that the row is in last changed. */
function changeOf(log: StageLog, row: LogRow): number {
  return versionLogOf(log, row).minutes.arrivals.get(floor(row.timeMs, MINUTE_MS))?.change ?? 0;
}

function versionLogOf(log: StageLog, { version, role }: LogRow): VersionLog {
  const create = () => ({ version, role, minutes: emptyRollUp(MINUTE_MS), hours: emptyRollUp(HOUR_MS) });
  return getOr(log.versions, `${role} ${version}`, create);
}

export function rollUpsOf(
  log: StageLog | undefined,
  { role, version, stepMs }: Omit<SlotSelection, keyof Window>,
): RollUp[] {
  return [...(log?.versions.values() ?? [])]
    .filter(
      (candidate) => candidate.role === role && (version === undefined || candidate.version === version),
    )
    .map((rollUps) => rollUpOf(rollUps, stepMs));
}
