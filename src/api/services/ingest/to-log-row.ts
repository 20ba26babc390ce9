import { builtInMetrics, metricPrefixes } from '#contract/metric.ts';
import type { StageDefinition } from '#contract/pipeline-definition.ts';
import type { Label, Prediction, Sample } from '#contract/prediction.ts';
import type { Ports } from '../../ports.ts';
import type { LabelRow, LogRow } from '../../prediction-log.ts';

/** Longer category values are cut: they still count, and a page can show them. */
const CATEGORY_LENGTH = 500;
const LABEL_LENGTH = 64;
const LABEL_WORDS = 3;

/** A prediction as it is stored: each number and each category under its metric's id. Null is missing, so absent. */
export function predictionRow(
  record: Prediction,
  stage: Pick<StageDefinition, 'outputs' | 'keepsText'>,
  nowMs: number,
  fingerprint: Ports['fingerprint'],
): LogRow {
  const timeMs = Date.parse(record.time);
  const receivedMs = knownSinceMs(record, nowMs);
  const row: LogRow = {
    ...placed(record, timeMs, receivedMs),
    kind: 'prediction',
    requestId: record.requestId ?? '',
  };
  row.categories[builtInMetrics.status] = record.status;
  row.numbers[builtInMetrics.arrivalDelay] = (receivedMs - timeMs) / 1000;
  if (record.latencyMs != null) row.numbers[builtInMetrics.latency] = record.latencyMs;
  if (record.confidence != null) row.numbers[builtInMetrics.confidence] = record.confidence;
  addFields(row, metricPrefixes.input, record.features);
  addFields(row, metricPrefixes.signal, record.signals);
  if (record.prediction !== undefined) addPrediction(row, record.prediction, stage, fingerprint);
  return row;
}

export function sampleRow(record: Sample, nowMs: number): LogRow {
  const row: LogRow = {
    ...placed(record, Date.parse(record.time), knownSinceMs(record, nowMs)),
    kind: 'sample',
    requestId: '',
  };
  addFields(row, metricPrefixes.resource, record.resources);
  return row;
}

export function labelRow(record: Label, nowMs: number): LabelRow {
  const { value } = record;
  return {
    pipeline: record.pipeline,
    stage: record.stage ?? '',
    requestId: record.requestId,
    timeMs: Date.parse(record.time),
    receivedMs: knownSinceMs(record, nowMs),
    number: typeof value === 'number' ? value : null,
    category:
      typeof value === 'number' || value === null
        ? null
        : String(value).slice(0, CATEGORY_LENGTH).toWellFormed(),
  };
}

/** When the record came to be known: as it says itself of loaded history, but not after now. */
function knownSinceMs({ receivedAt }: { receivedAt?: string | undefined }, nowMs: number): number {
  return receivedAt === undefined ? nowMs : Math.min(nowMs, Date.parse(receivedAt));
}

/** Whether a string output reads as free text rather than as a class label. */
export function readsAsText(output: string): boolean {
  return output.length > LABEL_LENGTH || output.trim().split(/\s+/, LABEL_WORDS + 1).length > LABEL_WORDS;
}

function placed(record: Prediction | Sample, timeMs: number, receivedMs: number) {
  const { pipeline, stage, version, role, site = '' } = record;
  const empty: Pick<LogRow, 'numbers' | 'categories'> = { numbers: {}, categories: {} };
  return { pipeline, stage, version, role, site, timeMs, receivedMs, ...empty, text: null, fingerprint: '' };
}

function addFields(
  row: LogRow,
  prefix: string,
  fields: Record<string, number | string | boolean | null>,
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'number') row.numbers[prefix + name] = value;
    else if (value !== null)
      row.categories[prefix + name] = String(value).slice(0, CATEGORY_LENGTH).toWellFormed();
  }
}

function addPrediction(
  row: LogRow,
  output: NonNullable<Prediction['prediction']> | null,
  stage: Pick<StageDefinition, 'outputs' | 'keepsText'>,
  fingerprint: Ports['fingerprint'],
): void {
  const isNull = output === null || output === '';
  row.categories[builtInMetrics.nullOutput] = String(isNull);
  if (isNull) return;
  if (typeof output === 'number') row.numbers[builtInMetrics.prediction] = output;
  else if (typeof output === 'string' && stage.outputs === 'text') {
    row.numbers[builtInMetrics.textLength] = output.length;
    row.fingerprint = fingerprint(output);
    if (stage.keepsText) row.text = output;
  } else row.categories[builtInMetrics.prediction] = String(output).slice(0, CATEGORY_LENGTH).toWellFormed();
}
