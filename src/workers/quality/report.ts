import type { LabelCoverage } from '#contract/labels.ts';
import type { Reference } from '#contract/reference.ts';
import { type Estimate, type NoEstimate, noEstimate } from '#stats/estimate.ts';
import { type Calibration, calibration } from '#stats/quality/calibration.ts';
import { type ConceptBin, conceptDrift } from '#stats/quality/concept-drift.ts';
import type { DelayedQuality } from '#stats/quality/delayed-labels.ts';
import { labelledRows } from '#stats/quality/labelled-rows.ts';
import { type QualityDecomposition, qualityDecomposition } from '#stats/quality/quality-decomposition.ts';
import type { TestResult } from '#stats/test-result.ts';
import { answersOf, type Answers } from './answers.ts';
import { detectErrors, type DetectorReport } from './error-stream.ts';
import { createEstimator, isEstimated, type Estimator } from './estimates.ts';
import { judgedRows, type JudgedRows, rowsBetween } from './judged-rows.ts';
import { codedAlike, type LabelledData, rowsWhere } from './labelled-data.ts';
import { type LabelDelay, labelWaits, meanMaturity, weightedForDelay } from './label-delay.ts';
import { type LateVerdicts, lateVerdicts } from './late-verdicts.ts';
import {
  classQuality,
  type ClassQuality,
  measure,
  type Measure,
  type MeasureId,
  measuresOf,
} from './measures.ts';
import { qualitySlots, type QualitySlots } from './slots.ts';

/** Share of the labels to be expected from which on a point is taken as final. */
const MATURE = 0.8;
const FEWEST_LABELS = 5;

/** A measure by slot; NaN where there is none. */
export type MeasureSeries = { values: Float64Array; lower: Float64Array; upper: Float64Array };

export type MeasureReport = {
  id: MeasureId;
  reference: Measure;
  current: Measure;
  series: MeasureSeries;
  /** What the scores alone let expect. */
  estimated: MeasureSeries | undefined;
};

export type EstimateReport = {
  referenceRows: number;
  isCalibrated: boolean;
  /** Of the whole window, of the measure that stands for all. */
  whole: Estimate | undefined;
  /** Mature slots in which both are known, and those whose intervals meet. */
  checked: number;
  agreed: number;
  /** Slots without an answer: their scores lie outside the reference's. */
  abstained: number;
};

export type QualityReport = {
  knownAt: string;
  reference: Reference;
  answers: Answers;
  classes: string[];
  hasScores: boolean;
  slots: QualitySlots;
  /** Labelled rows behind each point, and the share of the labels to be expected of its slot that have come. */
  counts: Float64Array;
  maturity: Float64Array;
  /** 1 where so few labels have come that the point may still move. */
  isOpen: Uint8Array;
  /** Rows and labelled rows of the window, and labelled rows at hand of either side; `current` is without the reference's. */
  sizes: {
    rows: number;
    labelled: number;
    currentLabelled: number;
    referenceLabelled: number;
    isSampled: boolean;
  };
  delay: LabelDelay | undefined;
  measures: MeasureReport[];
  /** The share of right answers with late labels weighed; not available for regressions. */
  delayed: DelayedQuality | NoEstimate;
  estimate: EstimateReport | undefined;
  byClass: { reference: ClassQuality[]; current: ClassQuality[] } | undefined;
  calibration: { reference: Calibration | NoEstimate; current: Calibration | NoEstimate };
  concept: TestResult<{ degrees: number; byBin: ConceptBin[] }>;
  decomposition: QualityDecomposition | NoEstimate;
  stream: { n: number; detectors: DetectorReport[] };
  lateVerdicts: LateVerdicts;
};

/** Rows with a label, and rows whether or not they have one, of both windows. */
export type QualityData = {
  coverage: LabelCoverage;
  reference: { labelled: LabelledData; all: LabelledData };
  current: { labelled: LabelledData; all: LabelledData };
};

/** All that can be said of the quality of a window. `breathe` is awaited now and then. */
export async function qualityReport(
  data: QualityData,
  breathe: () => Promise<unknown>,
): Promise<QualityReport> {
  const { coverage } = data;
  const knownAtMs = Date.parse(coverage.knownAt);
  const fresh = outside(coverage.reference);
  const parts = codedAlike([
    data.reference.labelled,
    data.reference.all,
    data.current.labelled,
    data.current.all,
  ]);
  const [referenceLabelled, referenceAll, shownLabelled, shownAll] = parts as [
    LabelledData,
    LabelledData,
    LabelledData,
    LabelledData,
  ];
  const answers = answersOf(parts);
  const rowsOf = (part: LabelledData): JudgedRows => judgedRows(part, answers);
  const reference = rowsOf(referenceLabelled);
  const current = rowsOf(rowsWhere(shownLabelled, (row) => fresh(shownLabelled.timesMs[row] as number)));
  const currentAll = rowsOf(rowsWhere(shownAll, (row) => fresh(shownAll.timesMs[row] as number)));
  const hasScores = [reference, current, currentAll].some(({ scores }) => scores.some(Number.isFinite));
  const ids = measuresOf(answers, hasScores);

  const slots = qualitySlots(coverage);
  const waiting = labelWaits([rowsOf(referenceAll), currentAll], knownAtMs);
  const estimator = hasScores ? createEstimator(reference, answers) : undefined;
  const shown = bySlot(rowsOf(shownLabelled), slots);
  const bySlotAll = bySlot(rowsOf(shownAll), slots);
  await breathe();

  const realised: Measure[][] = [];
  const foretold: ReturnType<Estimator['estimate']>[] = [];
  for (const [index, rows] of shown.entries()) {
    realised.push(measure(rows, answers, ids));
    foretold.push(estimator?.estimate(bySlotAll[index]?.scores ?? new Float64Array()));
    await breathe();
  }
  const counts = Float64Array.from(
    shown,
    ({ errors }) => errors.filter((error) => !Number.isNaN(error)).length,
  );
  const maturity = slots.times.map(
    (time) => waiting?.maturityAt(knownAtMs - time - slots.stepMs) ?? Number.NaN,
  );
  const whole = { reference: measure(reference, answers, ids), current: measure(current, answers, ids) };
  const measures = ids.map((id, index): MeasureReport => ({
    id,
    reference: whole.reference[index] as Measure,
    current: whole.current[index] as Measure,
    series: seriesOf(
      realised.map((slot, at) => ((counts[at] ?? 0) < FEWEST_LABELS ? undefined : slot[index])),
    ),
    estimated:
      estimator && isEstimated(id) ? seriesOf(foretold.map((slot) => intervalOf(slot, id))) : undefined,
  }));
  await breathe();

  const isRegression = answers.kind === 'regression';
  const right = (rows: JudgedRows): Float64Array =>
    rows.errors.map((error) => (isRegression ? error : 1 - error));
  const scoredReference = labelledRows(reference.scores, reference.targets);
  const scoredCurrent = labelledRows(current.scores, current.targets);
  const canCalibrate = hasScores && !isRegression && answers.kind !== 'unknown';
  const reliability = ({ scores, labels }: typeof scoredReference): Calibration | NoEstimate =>
    canCalibrate ? calibration(scores, labels, { resamples: 100 }) : noEstimate('not-probabilities');
  const concept: QualityReport['concept'] = canCalibrate
    ? conceptDrift(scoredReference.scores, scoredReference.labels, scoredCurrent.scores, scoredCurrent.labels)
    : { status: 'unavailable', reason: 'no-rows', n: 0, m: 0 };
  await breathe();
  const decomposition =
    hasScores && answers.kind !== 'unknown'
      ? qualityDecomposition(reference.scores, right(reference), current.scores, right(current))
      : noEstimate('no-rows');
  await breathe();

  return {
    knownAt: coverage.knownAt,
    reference: coverage.reference,
    answers,
    classes: parts[0]?.classes ?? [],
    hasScores,
    slots,
    counts,
    maturity,
    isOpen: Uint8Array.from(maturity, (share) => (share >= MATURE ? 0 : 1)),
    sizes: {
      rows: total(slots.rows),
      labelled: total(slots.labelled),
      currentLabelled: labelledCount(current),
      referenceLabelled: labelledCount(reference),
      isSampled: data.current.labelled.isSampled || data.reference.labelled.isSampled,
    },
    delay: waiting && {
      p50Ms: waiting.delayOf(0.5),
      p90Ms: waiting.delayOf(0.9),
      eventualShare: waiting.eventualShare,
      maturity: meanMaturity(waiting, currentAll, knownAtMs),
    },
    measures,
    delayed: isRegression ? noEstimate('no-labels') : weightedForDelay(currentAll, knownAtMs),
    estimate: estimator && estimateReport(estimator, currentAll, measures[0], maturity, foretold),
    byClass:
      answers.kind === 'multiclass'
        ? {
            reference: classQuality(reference, parts[0]?.classes ?? []),
            current: classQuality(current, parts[0]?.classes ?? []),
          }
        : undefined,
    calibration: { reference: reliability(scoredReference), current: reliability(scoredCurrent) },
    concept,
    decomposition,
    stream: detectErrors(reference, current, !isRegression),
    lateVerdicts: lateVerdicts(
      shown,
      { startsMs: slots.times, stepMs: slots.stepMs },
      whole.reference[0],
      (rows) => measure(rows, answers, ids.slice(0, 1))[0],
    ),
  };
}

function outside({ from, to, source }: Reference): (timeMs: number) => boolean {
  if (source === 'upload') return () => true;
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return (timeMs) => timeMs < fromMs || timeMs >= toMs;
}

/** Rows are in order of time, and so are slots. */
function bySlot(rows: JudgedRows, { times, stepMs }: QualitySlots): JudgedRows[] {
  let row = 0;
  return Array.from(times, (time) => {
    while (row < rows.timesMs.length && (rows.timesMs[row] as number) < time) row++;
    const first = row;
    while (row < rows.timesMs.length && (rows.timesMs[row] as number) < time + stepMs) row++;
    return rowsBetween(rows, first, row);
  });
}

function seriesOf(measures: (Measure | undefined)[]): MeasureSeries {
  const take = (of: (estimate: Estimate) => number): Float64Array =>
    Float64Array.from(measures, (one) => (one?.status === 'ok' ? of(one) : Number.NaN));
  return {
    values: take((one) => one.value),
    lower: take((one) => one.lower),
    upper: take((one) => one.upper),
  };
}

function intervalOf(slot: ReturnType<Estimator['estimate']>, id: MeasureId): Estimate | undefined {
  if (!slot?.isSupported || !isEstimated(id) || !Number.isFinite(slot.estimates[id])) return undefined;
  const [lower, upper] = slot.intervals[id];
  return { status: 'ok', value: slot.estimates[id], lower, upper };
}

function estimateReport(
  estimator: Estimator,
  { scores }: JudgedRows,
  main: MeasureReport | undefined,
  maturity: Float64Array,
  foretold: ReturnType<Estimator['estimate']>[],
): EstimateReport {
  let checked = 0;
  let agreed = 0;
  for (const [slot, share] of maturity.entries()) {
    const { series, estimated } = main ?? {};
    const gap = Math.max(
      (series?.lower[slot] ?? Number.NaN) - (estimated?.upper[slot] ?? Number.NaN),
      (estimated?.lower[slot] ?? Number.NaN) - (series?.upper[slot] ?? Number.NaN),
    );
    if (share < MATURE || Number.isNaN(gap)) continue;
    checked++;
    if (gap <= 0) agreed++;
  }
  return {
    referenceRows: estimator.referenceRows,
    isCalibrated: estimator.isCalibrated,
    whole: main && intervalOf(estimator.estimate(scores), main.id),
    checked,
    agreed,
    abstained: foretold.filter((slot) => slot && !slot.isSupported).length,
  };
}

function labelledCount({ errors }: JudgedRows): number {
  return errors.filter((error) => !Number.isNaN(error)).length;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
