import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { shareEstimate } from './intervals.ts';

/** Share of labels that have come by a delay. */
export interface DelayStep {
  delay: number;
  share: number;
}

export interface DelayedQuality {
  status: 'ok';
  n: number;
  labelled: number;
  coverage: number;
  /** Steps of the distribution of the label delay, rising. */
  delays: DelayStep[];
  /**
   * Share of good rows among the labelled, with Wilson's interval: biased where delay and quality go
   * together.
   */
  plain: Estimate | NoEstimate;
  /**
   * The same with each labelled row standing for those of its age whose label is still to come; Wilson's
   * interval with Kish's effective number of rows.
   */
  weighted: Estimate | NoEstimate;
  /** Share of labels expected to have come for the youngest row: hold judgement below 0.8. */
  maturity: number;
}

/**
 * Quality under late labels. F, the distribution of the delay, is 1 − Kaplan & Meier (1958) with rows not yet
 * labelled censored at their age; each labelled row weighs 1 / F(its age) (inverse probability of censoring:
 * Robins & Rotnitzky 1992). O(n log n).
 *
 * @param ages time since the prediction, in any unit
 * @param delays time from prediction to label, in the same unit; NaN for rows without a label yet
 * @param good 1 for a good row, 0 for a bad one; NaN for rows without a label
 * @throws {RangeError} when the lengths differ, or a label is from after now
 */
export function delayedQuality(
  ages: ArrayLike<number>,
  delays: ArrayLike<number>,
  good: ArrayLike<number>,
  level = 0.95,
): DelayedQuality | NoEstimate {
  const n = ages.length;
  if (delays.length !== n || good.length !== n) {
    throw new RangeError(`${n} ages, ${delays.length} delays, ${good.length} labels`);
  }
  if (n === 0) return noEstimate('no-rows');
  for (let i = 0; i < n; i++) {
    if ((delays[i] as number) > (ages[i] as number)) {
      throw new RangeError(`a label after ${delays[i]}, but the row is ${ages[i]} old`);
    }
  }

  const steps = delayDistribution(ages, delays);
  let labelled = 0;
  let goodRows = 0;
  let weight = 0;
  let goodWeight = 0;
  let squares = 0;
  let youngest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    youngest = Math.min(youngest, ages[i] as number);
    if (Number.isNaN(delays[i])) continue;
    const rowWeight = 1 / labelShareWithin(steps, ages[i] as number);
    labelled++;
    goodRows += good[i] as number;
    weight += rowWeight;
    goodWeight += rowWeight * (good[i] as number);
    squares += rowWeight * rowWeight;
  }
  const effective = labelled > 0 ? (weight * weight) / squares : 0;
  return {
    status: 'ok',
    n,
    labelled,
    coverage: labelled / n,
    delays: steps,
    plain: shareEstimate(goodRows, labelled, 'no-labels', level),
    weighted: shareEstimate((goodWeight / weight) * effective, effective, 'no-labels', level),
    maturity: labelShareWithin(steps, youngest),
  };
}

/** 1 − Kaplan & Meier's estimate of the share of labels that come later than each delay seen. */
function delayDistribution(ages: ArrayLike<number>, delays: ArrayLike<number>): DelayStep[] {
  const times = Array.from({ length: ages.length }, (_, i) => {
    const delay = delays[i] as number;
    return Number.isNaN(delay) ? { time: ages[i] as number, came: 0 } : { time: delay, came: 1 };
  }).sort((a, b) => a.time - b.time);

  const steps: DelayStep[] = [];
  let later = 1;
  let i = 0;
  while (i < times.length) {
    const { time } = times[i] as { time: number };
    const atRisk = times.length - i;
    let came = 0;
    for (; i < times.length && times[i]?.time === time; i++) came += times[i]?.came ?? 0;
    if (came === 0) continue;
    later *= 1 - came / atRisk;
    steps.push({ delay: time, share: 1 - later });
  }
  return steps;
}

/** The share of labels that have come within `delay`, of steps as {@link delayedQuality} tells them. O(log k). */
export function labelShareWithin(steps: readonly DelayStep[], delay: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] as DelayStep).delay <= delay) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.share ?? 0;
}
