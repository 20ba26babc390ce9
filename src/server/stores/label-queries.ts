import type { Known, LabelledRow, SlotSelection, StageSelection, Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { rowsWithin } from './log-selection.ts';
import { integer, text } from './sql.ts';

const isPrediction = `kind = 'prediction' AND requestId != ''`;

export function labelArrivalsQuery(pipeline: string, { fromMs, toMs }: Window, stepMs: number): string {
  const step = integer(stepMs);
  return `SELECT intDiv(receivedMs, ${step}) * ${step} AS slotMs, count() AS rows FROM labels
    WHERE pipeline = ${text(pipeline)} AND receivedMs >= ${integer(fromMs)} AND receivedMs < ${integer(toMs)}
    GROUP BY slotMs ORDER BY slotMs`;
}

export function labelSlotsQuery(selection: Known<SlotSelection>, quantiles: readonly number[]): string {
  const step = integer(selection.stepMs);
  return `SELECT intDiv(timeMs, ${step}) * ${step} AS slotMs, count() AS labelled,
      ${quantiles.length > 0 ? `quantilesExactWeighted(${quantiles.join(', ')})(last.3 - timeMs, 1)` : '[]'} AS delaysMs
    FROM (SELECT requestId, timeMs FROM rows WHERE ${rowsWithin(selection)} AND ${isPrediction}) AS predicted
    INNER JOIN (${knownLabels(selection)}) AS known USING requestId
    GROUP BY slotMs ORDER BY slotMs`;
}

/** What {@link labelledRowsQuery} answers; a value is in one of two columns, or missing. */
type AnsweredRow = {
  timeMs: number;
  score: number | null;
  predictionNumber: number | null;
  predictionCategory: string | null;
  labelNumber: number | null;
  labelCategory: string | null;
  labelReceivedMs: number;
};

export function labelledRowsQuery(
  selection: Known<StageSelection>,
  { rows, limit }: { rows: 'labelled' | 'all'; limit: number },
): string {
  const prediction = text(builtInMetrics.prediction);
  return `SELECT timeMs, score, predictionNumber, predictionCategory, last.1 AS labelNumber, last.2 AS labelCategory,
      last.3 AS labelReceivedMs
    FROM (
      SELECT requestId, timeMs, ${valueIn('numbers', text(builtInMetrics.confidence))} AS score,
        ${valueIn('numbers', prediction)} AS predictionNumber, ${valueIn('categories', prediction)} AS predictionCategory
      FROM rows WHERE ${rowsWithin(selection)} AND kind = 'prediction'
    ) AS predicted
    ${rows === 'labelled' ? 'INNER' : 'LEFT'} JOIN (${knownLabels(selection)}) AS known USING requestId
    ORDER BY cityHash64(requestId, timeMs), requestId LIMIT ${integer(limit)}`;
}

export function toLabelledRows(answered: AnsweredRow[]): LabelledRow[] {
  return answered
    .map((row) => ({
      timeMs: row.timeMs,
      score: row.score,
      prediction: row.predictionNumber ?? row.predictionCategory,
      label: row.labelNumber ?? row.labelCategory,
      labelReceivedMs: row.labelReceivedMs > 0 ? row.labelReceivedMs : null,
    }))
    .sort((a, b) => a.timeMs - b.timeMs);
}

/** The label that came last of each request; a tuple, because argMax skips what is null. */
function knownLabels(selection: Known<StageSelection>): string {
  const { pipeline, stage, knownAtMs } = selection;
  return `SELECT requestId, argMax(tuple(number, category, receivedMs), tuple(receivedMs, timeMs)) AS last FROM labels
    WHERE pipeline = ${text(pipeline)} AND stage IN ('', ${text(stage)}) AND receivedMs <= ${integer(knownAtMs)}
      AND requestId IN (SELECT requestId FROM rows WHERE ${rowsWithin(selection)} AND ${isPrediction})
    GROUP BY requestId HAVING last.1 IS NOT NULL OR last.2 IS NOT NULL`;
}

function valueIn(map: 'numbers' | 'categories', metric: string): string {
  return `if(mapContains(${map}, ${metric}), ${map}[${metric}], NULL)`;
}
