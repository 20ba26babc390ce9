import { type BinnedSample, type DriftMethod, measureBins } from '../drift-score.ts';
import { mulberry32 } from '../random.ts';
import { stationaryBootstrap } from '../stationary-bootstrap.ts';

/** One feature of the reference, row by row in order of time. */
export type OrderedFeature = {
  method: DriftMethod;
  kind: BinnedSample['kind'];
  /** Bin of each row; all features have the same rows. */
  rows: Int32Array;
  bins: number;
};

export type BlockNull = {
  /** Effects of the first feature, ascending: what its threshold is made of when it is watched alone. */
  effects: Float64Array;
  /** Largest −ln p over the features, ascending: the maximum statistic (Westfall & Young 1993). */
  evidence: Float64Array;
};

/**
 * Windows without drift of dependent rows and dependent features: both sides are stationary-bootstrap
 * resamples of the reference's rows, the same positions for all features, so that what hangs together in
 * time or across features stays together. Blocks have to be longer than the dependence lasts. O(draws ·
 * (reference + window rows) · features).
 *
 * @param windowRows of a window
 * @param meanBlock in rows
 * @throws {RangeError} when the features differ in their rows
 */
export function blockNull(
  features: readonly OrderedFeature[],
  windowRows: number,
  meanBlock: number,
  seed: number,
  draws = 1000,
): BlockNull {
  const n = features[0]?.rows.length ?? 0;
  if (features.some(({ rows }) => rows.length !== n)) throw new RangeError(`features differ from ${n} rows`);
  if (n === 0 || windowRows < 1) return { effects: new Float64Array(), evidence: new Float64Array() };

  const draw = mulberry32(seed);
  const effects = new Float64Array(draws);
  const evidence = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    const first = stationaryBootstrap(n, n, meanBlock, draw);
    const second = stationaryBootstrap(windowRows, n, meanBlock, draw);
    for (const [index, feature] of features.entries()) {
      const { effect, lnP } = measureBins(
        feature.method,
        countsAt(feature, first),
        countsAt(feature, second),
      );
      if (index === 0) effects[i] = effect;
      evidence[i] = Math.max(evidence[i] as number, -lnP);
    }
  }
  return { effects: effects.sort(), evidence: evidence.sort() };
}

function countsAt({ kind, rows, bins }: OrderedFeature, positions: Int32Array): BinnedSample {
  const counts = new Float64Array(bins);
  for (const at of positions) counts[rows[at] as number]! += 1;
  return { kind, counts, missing: 0 };
}
