import { encodeColumns } from '#contract/columns.ts';
import type { LabelledRowsHeader } from '#contract/labels.ts';
import type { Ports } from '../../ports.ts';
import type { LabelledRow, StageSelection } from '../../prediction-log.ts';

export type LabelledRowsRequest = { selection: StageSelection; rows: 'labelled' | 'all'; limit: number };

/** Rows with the label that was known of them, as one column container (see `LabelledRowsHeader`). */
export async function labelledRows(
  { log, now }: Ports,
  { selection, rows: which, limit }: LabelledRowsRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const knownAtMs = selection.knownAtMs ?? now().getTime();
  const rows = await log.labelledRows({ ...selection, knownAtMs }, { rows: which, limit });
  const predictions = valueKind(rows, 'prediction');
  const labels = valueKind(rows, 'label');
  const areClasses = predictions === 'class' || labels === 'class';
  const nameOf = classNames(rows);
  const values = areClasses ? rows.flatMap(({ prediction, label }) => [prediction, label]) : [];
  const classes = [...new Set(values.flatMap((value) => (value === null ? [] : [nameOf(value)])))].sort();
  const codes = new Map(classes.map((name, code) => [name, code]));
  const encode = (value: number | string | null) => {
    if (value === null) return Number.NaN;
    return areClasses ? (codes.get(nameOf(value)) ?? Number.NaN) : Number(value);
  };
  const header: LabelledRowsHeader = {
    knownAt: new Date(knownAtMs).toISOString(),
    rows: which,
    sampled: rows.length === limit,
    predictions: areClasses && predictions === 'number' ? 'class' : predictions,
    labels: areClasses && labels === 'number' ? 'class' : labels,
    classes,
  };
  return encodeColumns(header, {
    timesMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    scores: Float64Array.from(rows, ({ score }) => score ?? Number.NaN),
    predictions: Float64Array.from(rows, ({ prediction }) => encode(prediction)),
    labels: Float64Array.from(rows, ({ label }) => encode(label)),
    labelReceivedMs: Float64Array.from(rows, ({ labelReceivedMs }) => labelReceivedMs ?? Number.NaN),
  });
}

/** One text among the values makes them classes. */
function valueKind(rows: readonly LabelledRow[], field: 'prediction' | 'label'): 'number' | 'class' | 'none' {
  if (rows.some((row) => typeof row[field] === 'string')) return 'class';
  return rows.some((row) => row[field] !== null) ? 'number' : 'none';
}

/** A producer may call the same class 1 here and true there. */
function classNames(rows: readonly LabelledRow[]): (value: number | string) => string {
  const areTruths = rows.some(({ prediction, label }) => isTruth(prediction) || isTruth(label));
  return (value) => {
    const text = String(value);
    if (!areTruths) return text;
    return text === '1' ? 'true' : text === '0' ? 'false' : text;
  };
}

function isTruth(value: number | string | null): boolean {
  return value === 'true' || value === 'false';
}
