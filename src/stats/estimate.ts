/** A number with its interval. */
export interface Estimate {
  status: 'ok';
  value: number;
  lower: number;
  upper: number;
}

/** Why these inputs do not define the number. */
export type NoEstimateReason =
  | 'no-rows'
  | 'too-few-rows'
  | 'no-labels'
  | 'one-label'
  | 'one-prediction'
  | 'no-positives'
  | 'no-negatives'
  | 'no-predicted-positives'
  | 'not-probabilities'
  | 'constant'
  | 'outside-support';

export interface NoEstimate {
  status: 'unavailable';
  reason: NoEstimateReason;
}

/** A number with the ends of its interval, as given. O(1). */
export function estimate(value: number, [lower, upper]: readonly [number, number]): Estimate {
  return { status: 'ok', value, lower, upper };
}

/** That these inputs do not define the number, and why. O(1). */
export function noEstimate(reason: NoEstimateReason): NoEstimate {
  return { status: 'unavailable', reason };
}
