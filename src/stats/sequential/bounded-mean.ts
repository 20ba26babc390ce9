/** Plain data, never modified: can be kept as JSON between two values. */
export interface BoundedMeanState {
  n: number;
  sum: number;
  /** Σ (x − mean so far)². */
  squares: number;
  /** Σ λ, Σ λx and Σ (x − mean before)²·ψ(λ). */
  bets: number;
  betSum: number;
  cost: number;
  /** The interval that all looks so far leave. */
  lower: number;
  upper: number;
}

export interface BoundedMeanOptions {
  /** The values lie within; the mean is in their unit. */
  range?: readonly [number, number];
  alpha?: number;
}

const MOST_BET = 0.5;

/**
 * Confidence sequence of the mean of bounded values, by the predictable empirical-Bernstein bound: after n
 * values (Σλx ± (ln(2/α) + Σ (x − x̄₋)²·ψ(λ))) / Σλ, ψ(λ) = −ln(1 − λ) − λ, with bets λₜ = min(½, √(2 ln(2/α)
 * / (v·t·ln(1 + t)))) that use only the variance v before. Waudby-Smith & Ramdas (2024), JRSS B 86. Adapts to
 * a small variance: for paired differences of two versions' scores take the range [−1, 1]. The bounds of all
 * looks are intersected. O(1) a value.
 *
 * NaN and ±∞ are left out.
 *
 * @throws {RangeError} from `next` for a value outside the range
 */
export function boundedMean({ range = [0, 1], alpha = 0.05 }: BoundedMeanOptions = {}): {
  start: () => BoundedMeanState;
  next: (state: BoundedMeanState, x: number) => BoundedMeanState;
} {
  const [low, high] = range;
  const width = high - low;
  const price = Math.log(2 / alpha);

  return {
    start: () => ({ n: 0, sum: 0, squares: 0, bets: 0, betSum: 0, cost: 0, lower: low, upper: high }),
    next: (state, x) => {
      if (!Number.isFinite(x)) return state;
      if (x < low || x > high) throw new RangeError(`${x} is outside [${low}, ${high}]`);
      const z = (x - low) / width;
      const n = state.n + 1;
      const meanBefore = (state.sum + 0.5) / n;
      const variance = (state.squares + 0.25) / n;
      const bet = Math.min(MOST_BET, Math.sqrt((2 * price) / (variance * n * Math.log1p(n))));

      const sum = state.sum + z;
      const squares = state.squares + (z - (sum + 0.5) / (n + 1)) ** 2;
      const bets = state.bets + bet;
      const betSum = state.betSum + bet * z;
      const cost = state.cost + (z - meanBefore) ** 2 * (-Math.log1p(-bet) - bet);
      const centre = low + (width * betSum) / bets;
      const half = (width * (price + cost)) / bets;
      return {
        n,
        sum,
        squares,
        bets,
        betSum,
        cost,
        lower: Math.max(state.lower, centre - half),
        upper: Math.min(state.upper, centre + half),
      };
    },
  };
}
