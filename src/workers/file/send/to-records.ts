import type { z } from 'zod';
import type { Label, Prediction } from '#contract/prediction.ts';
import { type ColumnRole, columnsOf, type Plan } from '../plan/plan.ts';
import type { ParsedCell } from '../read/parse-cell.ts';

export type PredictionRecord = z.input<typeof Prediction>;
export type LabelRecord = z.input<typeof Label>;

/** Where the records of a table belong, and what stands in for a time or an identifier that it has not. */
export type RowContext = {
  pipeline: string;
  stage: string;
  plan: Plan;
  /** Reads a cell of the time column; NaN where there is no time. */
  readTime: (value: ParsedCell) => number;
  /** For tables without a time column. */
  timeOfRow: (row: number) => number;
  requestIdOfRow: (row: number) => string;
};

/**
 * Turns the values of a row into the records that the server takes. A row without a time has none.
 *
 * @param names of the columns, by position
 */
export function createRecordMaker(
  names: readonly string[],
  { pipeline, stage, plan, readTime, timeOfRow, requestIdOfRow }: RowContext,
): (
  values: readonly ParsedCell[],
  row: number,
) => { prediction: PredictionRecord; label: LabelRecord | undefined } | undefined {
  const at = positions(names, plan);
  const [confidenceAt, ...otherScores] = at.score;
  const numbers = [...at.number, ...otherScores];
  const categories = [...at.category, ...at.segment];
  const [timeAt] = at.time;
  const [idAt] = plan.join === 'id' || !plan.tables.some(({ side }) => side === 'targets') ? at.id : [];
  const [predictionAt] = at.prediction;
  const [labelAt] = at.label;

  return (values, row) => {
    const timeMs = timeAt === undefined ? timeOfRow(row) : readTime(values[timeAt]);
    if (Number.isNaN(timeMs)) return undefined;
    const time = new Date(timeMs).toISOString();
    const id = idAt === undefined ? undefined : values[idAt];
    const requestId = id === undefined ? requestIdOfRow(row) : String(id);
    const features: Record<string, string | number | null> = {};
    for (const column of numbers) features[names[column] as string] = finiteNumber(values[column]) ?? null;
    for (const column of categories) features[names[column] as string] = textOf(values[column]) ?? null;
    const prediction: PredictionRecord = { pipeline, stage, time, requestId, features };
    if (predictionAt !== undefined) prediction.prediction = writable(values[predictionAt]) ?? null;
    if (confidenceAt !== undefined) prediction.confidence = finiteNumber(values[confidenceAt]) ?? null;
    const truth = labelAt === undefined ? undefined : writable(values[labelAt]);
    return {
      prediction,
      label: truth === undefined ? undefined : { pipeline, stage, requestId, time, value: truth },
    };
  };
}

/** Turns rows of targets into labels; one without a label or an identifier has none. */
export function createLabelMaker(
  names: readonly string[],
  { pipeline, stage, plan, readTime, timeOfRow, requestIdOfRow }: RowContext,
): (values: readonly ParsedCell[], row: number) => LabelRecord | undefined {
  const at = positions(names, plan);
  const [idAt] = plan.join === 'id' ? at.id : [];
  const [timeAt] = at.time;
  const [labelAt] = at.label;
  return (values, row) => {
    const value = labelAt === undefined ? undefined : writable(values[labelAt]);
    const id = idAt === undefined ? undefined : values[idAt];
    const requestId = plan.join === 'id' ? textOf(id) : requestIdOfRow(row);
    const own = timeAt === undefined ? Number.NaN : readTime(values[timeAt]);
    const timeMs = Number.isNaN(own) ? timeOfRow(row) : own;
    if (value === undefined || requestId === undefined) return undefined;
    return { pipeline, stage, requestId, time: new Date(timeMs).toISOString(), value };
  };
}

function positions(names: readonly string[], plan: Plan): Record<ColumnRole, number[]> {
  const of = (role: ColumnRole): number[] =>
    columnsOf(plan, role)
      .map((name) => names.indexOf(name))
      .filter((position) => position >= 0);
  return {
    time: of('time'),
    prediction: of('prediction'),
    score: of('score'),
    label: of('label'),
    id: of('id'),
    segment: of('segment'),
    number: of('number'),
    category: of('category'),
    ignored: [],
  };
}

function finiteNumber(value: ParsedCell): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function textOf(value: ParsedCell): string | undefined {
  return value === undefined ? undefined : String(value);
}

function writable(value: ParsedCell): string | number | undefined {
  return typeof value === 'number' ? finiteNumber(value) : value;
}
