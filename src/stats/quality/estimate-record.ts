import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { meanEstimate, shareEstimate } from './intervals.ts';

/** What was estimated without labels, and what the labels that came later said of the same rows. */
export interface EstimatedAndRealised {
  estimated: Pick<Estimate, 'status' | 'value' | 'lower' | 'upper'> | NoEstimate;
  realised: Pick<Estimate, 'value' | 'lower' | 'upper'>;
}

export interface EstimateRecord {
  status: 'ok';
  /** Pairs with an estimate. */
  judged: number;
  abstained: number;
  abstentionShare: number;
  /** Mean of estimated − realised, with its t interval: a lasting sign is a bias. */
  bias: Estimate | NoEstimate;
  meanAbsoluteError: number;
  /**
   * Share of the estimates whose interval, widened by that of the realised value, holds it: as promised when
   * near their level.
   */
  coverage: Estimate | NoEstimate;
  /**
   * Mean absolute error of taking the realised values' own mean instead; an estimator worth having is below
   * it.
   */
  errorOfMean: number;
}

/**
 * The track record of an estimator that works without labels, from the windows whose labels have come. The
 * realised value is itself an estimate from so many labelled rows, so an interval counts as right when
 * |estimated − realised| is within the half-widths of both, combined as √(a² + b²). O(n).
 */
export function estimateRecord(pairs: readonly EstimatedAndRealised[]): EstimateRecord | NoEstimate {
  const errors: number[] = [];
  const realised: number[] = [];
  let held = 0;
  for (const { estimated, realised: truth } of pairs) {
    if (estimated.status === 'unavailable') continue;
    const error = estimated.value - truth.value;
    const [own, other] =
      error > 0
        ? [estimated.value - estimated.lower, truth.upper - truth.value]
        : [estimated.upper - estimated.value, truth.value - truth.lower];
    if (Math.abs(error) <= Math.hypot(own, other)) held += 1;
    errors.push(error);
    realised.push(truth.value);
  }
  if (pairs.length === 0) return noEstimate('no-rows');
  const judged = errors.length;
  const abstained = pairs.length - judged;
  const middle = realised.reduce((sum, value) => sum + value, 0) / judged;
  return {
    status: 'ok',
    judged,
    abstained,
    abstentionShare: abstained / pairs.length,
    bias: meanEstimate(Float64Array.from(errors), 0.95),
    meanAbsoluteError: errors.reduce((sum, error) => sum + Math.abs(error), 0) / judged,
    coverage: shareEstimate(held, judged, 'no-rows', 0.95),
    errorOfMean: realised.reduce((sum, value) => sum + Math.abs(value - middle), 0) / judged,
  };
}
