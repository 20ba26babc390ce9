import type { ArrivalPeriods, StageSelection, Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { between, rowsWithin } from './log-selection.ts';
import { integer, text } from './sql.ts';

export function arrivalPeriodsQuery(
  selection: StageSelection,
  { everyMs, offsetMs, graceMs }: ArrivalPeriods,
): string {
  const every = integer(everyMs);
  const start = `intDiv(timeMs - ${integer(offsetMs)}, ${every}) * ${every} + ${integer(offsetMs)}`;
  return `SELECT ${start} AS slotMs, count() AS rows, countIf(receivedMs > slotMs + ${integer(everyMs + graceMs)}) AS lateRows,
      min(receivedMs) AS firstReceivedMs, max(receivedMs) AS lastReceivedMs
    FROM rows WHERE ${rowsWithin(selection)} AND kind = 'prediction' GROUP BY slotMs ORDER BY slotMs`;
}

export function firstReceivedQuery(pipeline: string): string {
  return `SELECT count() AS rows, min(receivedMs) AS firstMs FROM rows
    WHERE pipeline = ${text(pipeline)} AND kind = 'prediction'`;
}

/** Sites of all stages; rows without a site have none. */
export function siteStatesQuery(
  pipeline: string,
  { fromMs, toMs }: Window,
  quantiles: readonly number[],
  most: number,
): string {
  const delay = `numbers[${text(builtInMetrics.arrivalDelay)}]`;
  return `SELECT site, stage, sum(versionRows) AS rows, max(last) AS lastMs, max(received) AS lastReceivedMs,
      quantilesExactWeightedMerge(${quantiles.join(', ')})(delays) AS delaysSeconds,
      arraySort(entry -> (-toInt64(entry.2), entry.1), groupArray((version, versionRows))) AS versions
    FROM (
      SELECT site, stage, version, count() AS versionRows, max(timeMs) AS last, max(receivedMs) AS received,
        quantilesExactWeightedState(${quantiles.join(', ')})(${delay}, 1) AS delays
      FROM rows WHERE pipeline = ${text(pipeline)} AND ${between(fromMs, toMs)} AND kind = 'prediction' AND role = 'live' AND site != ''
      GROUP BY site, stage, version
    ) GROUP BY site, stage ORDER BY site, stage LIMIT ${integer(most)}`;
}
