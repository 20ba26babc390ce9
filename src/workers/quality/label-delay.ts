import { type NoEstimate } from '#stats/estimate.ts';
import { type DelayedQuality, delayedQuality, labelShareWithin } from '#stats/quality/delayed-labels.ts';
import type { JudgedRows } from './judged-rows.ts';

export type LabelDelay = {
  p50Ms: number;
  p90Ms: number;
  /** Share of rows that ever get a label, as far as can be seen. */
  eventualShare: number;
  /** Share of the labels of the window that have come, of those to be expected. */
  maturity: number;
};

export type LabelWaits = {
  eventualShare: number;
  delayOf: (share: number) => number;
  /** The share of the labels to be expected of a row that old that have come. */
  maturityAt: (ageMs: number) => number;
};

/** How long labels are waited for, from rows whether or not they have one; undefined without any label. */
export function labelWaits(parts: readonly JudgedRows[], knownAtMs: number): LabelWaits | undefined {
  const both = parts.map((rows) => waitsOf(rows, knownAtMs));
  const ages = Float64Array.from(both.flatMap((part) => [...part.ages]));
  const delays = Float64Array.from(both.flatMap((part) => [...part.delays]));
  const quality = delayedQuality(ages, delays, delays);
  const steps = quality.status === 'ok' ? quality.delays : [];
  const eventualShare = steps.at(-1)?.share;
  if (eventualShare === undefined || eventualShare === 0) return undefined;
  return {
    eventualShare,
    delayOf: (share) => steps.find((step) => step.share >= share * eventualShare)?.delay ?? Number.NaN,
    maturityAt: (ageMs) => labelShareWithin(steps, ageMs) / eventualShare,
  };
}

export function meanMaturity({ maturityAt }: LabelWaits, { timesMs }: JudgedRows, knownAtMs: number): number {
  if (timesMs.length === 0) return Number.NaN;
  return timesMs.reduce((sum, time) => sum + maturityAt(knownAtMs - time), 0) / timesMs.length;
}

/** The share of right answers, each labelled row standing for those of its age whose label is still to come. */
export function weightedForDelay(rows: JudgedRows, knownAtMs: number): DelayedQuality | NoEstimate {
  const { ages, delays } = waitsOf(rows, knownAtMs);
  return delayedQuality(
    ages,
    delays,
    rows.errors.map((error) => 1 - error),
  );
}

/** A label that nothing can be compared with counts as none. */
function waitsOf({ timesMs, labelReceivedMs, errors }: JudgedRows, knownAtMs: number) {
  return {
    ages: timesMs.map((time) => knownAtMs - time),
    delays: timesMs.map((time, row) =>
      Number.isNaN(errors[row]) ? Number.NaN : (labelReceivedMs[row] as number) - time,
    ),
  };
}
