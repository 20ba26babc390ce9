import { fTail, logFTail } from '../special/f-tail.ts';
import { type TestResult, unavailable } from '../test-result.ts';
import { residualsOf } from './least-squares.ts';
import { completePairs, dot, isConstant } from './pairs.ts';

/**
 * Granger's F test: does the past of x help to foretell y beyond y's own past? F = ((SSR₁ − SSR₂)/lags) /
 * (SSR₂/(n − 3·lags − 1)) of the regressions of y on its lags, without and with those of x. Granger (1969),
 * Econometrica 37. `effect` is the share of the remaining variance that x's past explains. It says "x
 * precedes y", never "x causes y"; test both directions.
 *
 * A hint only: 8 to 13 % false positives at 5 % for AR(1) series of 60 values, 4 to 9 % of 200. Pairs with a
 * missing value are left out, which joins their neighbours. O(n·lags²).
 *
 * @param x in order of time, evenly spaced; y likewise
 * @throws {RangeError} when the lengths differ
 */
export function granger(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  lags: number,
): TestResult<{ df1: number; df2: number }> {
  const pairs = completePairs(x, y);
  const n = pairs.x.length;
  const rows = n - lags;
  const df2 = rows - 2 * lags - 1;
  if (df2 < 1) return unavailable('too-few-rows', n, n);
  if (isConstant(pairs.x) || isConstant(pairs.y)) return unavailable('one-distinct-value', n, n);

  const lagged = (values: Float64Array) =>
    Array.from({ length: lags }, (_, k) => values.subarray(lags - 1 - k, n - 1 - k));
  const target = pairs.y.subarray(lags);
  const own = residualsOf(target, lagged(pairs.y)).residuals;
  const both = residualsOf(target, [...lagged(pairs.y), ...lagged(pairs.x)]).residuals;
  const [ownSquares, bothSquares] = [dot(own, own), dot(both, both)];
  if (bothSquares === 0) return unavailable('one-distinct-value', n, n);

  const statistic = Math.max(0, ownSquares - bothSquares) / lags / (bothSquares / df2);
  return {
    status: 'ok',
    statistic,
    effect: Math.max(0, 1 - bothSquares / ownSquares),
    p: fTail(statistic, lags, df2),
    lnP: logFTail(statistic, lags, df2),
    n,
    m: n,
    df1: lags,
    df2,
  };
}
