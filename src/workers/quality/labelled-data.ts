import { fetchColumns } from '#contract/client.ts';
import { decodeColumns } from '#contract/columns.ts';
import { LabelledRowsHeader } from '#contract/labels.ts';

/** Rows in order of time; NaN where there is no such value. */
export type LabelledData = {
  timesMs: Float64Array;
  scores: Float64Array;
  /** Numbers, or positions in `classes`; likewise `labels`. */
  predictions: Float64Array;
  labels: Float64Array;
  labelReceivedMs: Float64Array;
  classes: string[];
  predictionKind: ValueKind;
  labelKind: ValueKind;
  isSampled: boolean;
};
export type ValueKind = LabelledRowsHeader['labels'];

export async function fetchLabelledData(url: string, signal: AbortSignal): Promise<LabelledData> {
  return decodeLabelledData(new Uint8Array(await fetchColumns(url, signal)));
}

export function decodeLabelledData(bytes: Uint8Array<ArrayBuffer>): LabelledData {
  const { header, columns } = decodeColumns(bytes.buffer);
  const { classes, predictions, labels, sampled } = LabelledRowsHeader.parse(header);
  const column = (name: string): Float64Array => {
    const values = columns.get(name);
    if (!(values instanceof Float64Array)) throw new Error(`the answer has no column ${name}`);
    return values;
  };
  return {
    timesMs: column('timesMs'),
    scores: column('scores'),
    predictions: column('predictions'),
    labels: column('labels'),
    labelReceivedMs: column('labelReceivedMs'),
    classes,
    predictionKind: predictions,
    labelKind: labels,
    isSampled: sampled,
  };
}

/** The same data with classes coded alike, and values that are classes anywhere being classes everywhere. */
export function codedAlike(parts: readonly LabelledData[]): LabelledData[] {
  const predictionKind = commonKind(parts.map((part) => part.predictionKind));
  const labelKind = commonKind(parts.map((part) => part.labelKind));
  const areClasses = predictionKind === 'class' || labelKind === 'class';
  if (!areClasses) return parts.map((part) => ({ ...part, predictionKind, labelKind }));

  const codes = new Map<string, number>();
  const codeOf = (name: string): number => {
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  };
  const recoded = parts.map((part) => {
    const own = part.predictionKind === 'class' || part.labelKind === 'class';
    const recode = (value: number): number =>
      Number.isNaN(value) ? value : codeOf(own ? (part.classes[value] ?? '') : String(value));
    return { ...part, predictions: part.predictions.map(recode), labels: part.labels.map(recode) };
  });
  return recoded.map((part) => ({ ...part, predictionKind, labelKind, classes: [...codes.keys()] }));
}

/** The rows that `isWanted`. */
export function rowsWhere(data: LabelledData, isWanted: (row: number) => boolean): LabelledData {
  const keep = (column: Float64Array): Float64Array => column.filter((_, row) => isWanted(row));
  return {
    ...data,
    timesMs: keep(data.timesMs),
    scores: keep(data.scores),
    predictions: keep(data.predictions),
    labels: keep(data.labels),
    labelReceivedMs: keep(data.labelReceivedMs),
  };
}

function commonKind(kinds: ValueKind[]): ValueKind {
  if (kinds.includes('class')) return 'class';
  return kinds.includes('number') ? 'number' : 'none';
}
