import type {
  LogArm,
  Pair,
  PairSelection,
  PairSide,
  StageSelection,
  UnitEvent,
} from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { rowsWithin } from './log-selection.ts';
import { integer, text } from './sql.ts';

type Select = <Row>(query: string) => Promise<Row[]>;
type Side = Omit<PairSide, 'prediction' | 'isNull'> & {
  predictionNumber: number | null;
  predictionCategory: string | null;
  isNull: number;
};

const status = `categories[${text(builtInMetrics.status)}]`;
const isNull = `categories[${text(builtInMetrics.nullOutput)}] = 'true'`;

export async function pairs(
  select: Select,
  { segments, ...selection }: PairSelection,
  { stable, candidate }: { stable: LogArm; candidate: LogArm },
  limit: number,
): Promise<Pair[]> {
  const rows = await select<{ requestId: string; stableSide: Side; candidateSide: Side }>(
    `SELECT requestId, stableSide, candidateSide FROM
       (${sideQuery({ ...selection, ...stable, segments }, 'stableSide')}) AS stable
       INNER JOIN (${sideQuery({ ...selection, ...candidate }, 'candidateSide')}) AS candidate USING requestId
     ORDER BY cityHash64(requestId), requestId LIMIT ${integer(limit)}
     SETTINGS output_format_json_named_tuples_as_objects = 1`,
  );
  return rows.map(({ requestId, stableSide, candidateSide }) => ({
    requestId,
    stable: toSide(stableSide),
    candidate: toSide(candidateSide),
  }));
}

export function unitExtentsQuery(selection: StageSelection, metric: string, event: UnitEvent): string {
  const condition = event === 'error' ? `${status} != 'ok'` : isNull;
  const unit = `numbers[${text(metric)}]`;
  return `SELECT toInt64(${unit}) AS unit, count() AS rows, minOrNullIf(timeMs, ${condition}) AS firstEventMs
    FROM rows WHERE ${rowsWithin(selection)} AND kind = 'prediction' AND mapContains(numbers, ${text(metric)})
    GROUP BY unit ORDER BY unit`;
}

/** The row of a request that came first, should there be several. */
function sideQuery(selection: StageSelection, name: string): string {
  const side = `CAST(tuple(timeMs, ${valueIn('numbers', builtInMetrics.latency)}, ${status}, ${isNull},
      ${valueIn('numbers', builtInMetrics.confidence)}, ${valueIn('numbers', builtInMetrics.prediction)},
      coalesce(r.text, ${valueIn('categories', builtInMetrics.prediction)}), fingerprint),
    'Tuple(timeMs Int64, latencyMs Nullable(Float64), status String, isNull UInt8, score Nullable(Float64),
      predictionNumber Nullable(Float64), predictionCategory Nullable(String), fingerprint String)')`;
  return `SELECT requestId, argMin(${side}, timeMs) AS ${name} FROM rows AS r
    WHERE ${rowsWithin(selection)} AND kind = 'prediction' AND requestId != '' GROUP BY requestId`;
}

function toSide({ predictionNumber, predictionCategory, isNull: nullness, ...side }: Side): PairSide {
  return { ...side, isNull: nullness === 1, prediction: predictionNumber ?? predictionCategory };
}

function valueIn(map: 'numbers' | 'categories', metric: string): string {
  return `if(mapContains(${map}, ${text(metric)}), ${map}[${text(metric)}], NULL)`;
}
