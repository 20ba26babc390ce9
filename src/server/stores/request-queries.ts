import type { Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { RequestOrder } from '#contract/request-order.ts';
import { between, MINUTE_MS, slotMs, within } from './log-selection.ts';
import { integer, isOneOf, text } from './sql.ts';

type RequestSelection = Window & { pipeline: string; stage?: string | undefined };

const isRequest = `kind = 'prediction' AND requestId != ''`;
const latency = `numbers[${text(builtInMetrics.latency)}]`;
const status = `categories[${text(builtInMetrics.status)}]`;
const nullOutput = `categories[${text(builtInMetrics.nullOutput)}]`;

/** The roll-ups say in which minutes to look; only the rows of these are read. */
export function requestIdsQuery(selection: RequestSelection, order: RequestOrder, limit: number): string {
  const { fromMs, toMs } = selection;
  const { minutes, condition, by } = searches[order];
  return `SELECT requestId FROM rows WHERE ${placeOf(selection)} AND ${between(fromMs, toMs)} AND ${isRequest} AND ${condition}
      AND (stage, intDiv(timeMs, ${MINUTE_MS}) * ${MINUTE_MS}) IN (${minutes(selection, integer(limit))})
    ORDER BY ${by}, requestId LIMIT 1 BY requestId LIMIT ${integer(limit)}`;
}

export function requestRowsQuery(
  {
    pipeline,
    requestIds,
    window,
  }: { pipeline: string; requestIds: readonly string[]; window?: Window | undefined },
  limit: number,
): string {
  const time = window ? ` AND ${between(window.fromMs, window.toMs)}` : '';
  return `SELECT stage, role, timeMs, requestId, version, site, numbers, categories, text FROM rows
    WHERE pipeline = ${text(pipeline)}${time} AND ${isOneOf('requestId', requestIds)} AND kind = 'prediction'
    ORDER BY timeMs, stage, version LIMIT ${integer(limit)}`;
}

type Search = {
  /** Stages and minutes that hold what is wanted, the best first. */
  minutes: (selection: RequestSelection, limit: string) => string;
  condition: string;
  by: string;
};

const searches: Record<RequestOrder, Search> = {
  recent: {
    minutes: (selection, limit) =>
      `SELECT stage, ${slotMs(MINUTE_MS)} FROM arrivals_minute WHERE ${placeOf(selection)} AND slot IN (
        SELECT slot FROM arrivals_minute WHERE ${placeOf(selection)} AND kind = 'prediction' AND ${within(selection, MINUTE_MS)}
        GROUP BY slot ORDER BY slot DESC LIMIT ${limit})`,
    condition: 'true',
    by: 'timeMs DESC',
  },
  slowest: {
    minutes: (selection, limit) =>
      minutesOf('numeric', selection, `metric = ${text(builtInMetrics.latency)}`, 'max(bucket) DESC', limit),
    condition: `mapContains(numbers, ${text(builtInMetrics.latency)})`,
    by: `${latency} DESC`,
  },
  errors: {
    minutes: (selection, limit) =>
      minutesOf(
        'category',
        selection,
        `metric = ${text(builtInMetrics.status)} AND category != 'ok'`,
        'slot DESC',
        limit,
      ),
    condition: `${status} != 'ok'`,
    by: 'timeMs DESC',
  },
  nulls: {
    minutes: (selection, limit) =>
      minutesOf(
        'category',
        selection,
        `metric = ${text(builtInMetrics.nullOutput)} AND category = 'true'`,
        'slot DESC',
        limit,
      ),
    condition: `${nullOutput} = 'true'`,
    by: 'timeMs DESC',
  },
};

/** Each holds at least one, so as many as are wanted are enough. */
function minutesOf(
  kind: 'numeric' | 'category',
  selection: RequestSelection,
  condition: string,
  by: string,
  limit: string,
): string {
  return `SELECT stage, ${slotMs(MINUTE_MS)} FROM ${kind}_minute
    WHERE ${placeOf(selection)} AND ${within(selection, MINUTE_MS)} AND ${condition}
    GROUP BY stage, slot ORDER BY ${by} LIMIT ${limit}`;
}

function placeOf({ pipeline, stage }: RequestSelection): string {
  return `pipeline = ${text(pipeline)}${stage === undefined ? '' : ` AND stage = ${text(stage)}`}`;
}
