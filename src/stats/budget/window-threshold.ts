import type { BinnedSample, DriftMethod } from '../drift-score.ts';
import { limitThreshold } from './limit-threshold.ts';
import { simulatedNull } from './simulated-null.ts';
import { tailQuantile } from './tail-quantile.ts';

/** A feature in a window of so many rows. */
export type WatchedFeature = {
  method: DriftMethod;
  reference: BinnedSample;
  windowRows: number;
  /** How many dependent rows are worth one independent row; 1 where they are independent. */
  dispersion?: number;
};

export type WindowThreshold =
  | {
      status: 'ok';
      /** The effect that such windows pass with the probability of the level where nothing drifts. */
      threshold: number;
      /**
       * How it was found; `extrapolated`: the level lies beyond the draws, an exponential tail continues
       * them.
       */
      foundBy: 'closed-form' | 'simulated' | 'extrapolated';
    }
  | { status: 'unavailable'; reason: 'no-rows' };

/**
 * The effect that chance alone reaches, instead of a habit: it knows the rows of the window and of the reference, their bins, and how
 * rows hang together. By the limiting law where every bin is well filled; else from a null simulated with the reference's shares. Cost:
 * O(bins) by the law, else that of `simulatedNull`.
 *
 * @param level probability with which a window without drift may pass it, see `checkLevel`
 * @param seed of the draws
 */
export function windowThreshold(
  { method, reference, windowRows, dispersion = 1 }: WatchedFeature,
  level: number,
  seed: number,
): WindowThreshold {
  if (windowRows < 1 || reference.counts.every((count) => count === 0)) {
    return { status: 'unavailable', reason: 'no-rows' };
  }
  return { status: 'ok', ...byRows(method, reference, windowRows, dispersion, level, seed) };
}

type Found = { threshold: number; foundBy: 'closed-form' | 'simulated' | 'extrapolated' };

function byRows(
  method: DriftMethod,
  reference: BinnedSample,
  windowRows: number,
  dispersion: number,
  level: number,
  seed: number,
): Found {
  const thin = {
    ...reference,
    counts: reference.counts.map((count) => count / dispersion),
    ...(reference.sums && { sums: reference.sums.map((sum) => sum / dispersion) }),
  };
  const rows = Math.max(1, windowRows / dispersion);
  const limit = limitThreshold(method, thin, rows, level);
  if (limit !== undefined) return { threshold: limit, foundBy: 'closed-form' };
  return foundFrom(method, simulatedNull(method, thin, rows, seed), level, 'simulated');
}

/** Distances are squared for their tail: it is then about exponential, as that of PSI is. */
function foundFrom(method: DriftMethod, effects: Float64Array, level: number, foundBy: 'simulated'): Found {
  const isSquare = method === 'psi';
  const { value, from } = tailQuantile(isSquare ? effects : effects.map((effect) => effect * effect), level);
  const threshold = isSquare ? value : Math.sqrt(value);
  return { threshold, foundBy: from === 'drawn' ? foundBy : 'extrapolated' };
}
