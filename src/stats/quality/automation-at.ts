import { clopperPearson } from '../new-category.ts';
import type { AutomationOptions, AutomationPoint } from './automation-curve.ts';

/**
 * One point of `automationCurve`, at a threshold that a person names. Its interval is that of the curve, which holds at
 * `points` thresholds at once, so that looking along the curve before naming one costs nothing. O(n).
 *
 * @param isWrong 1 or 0; NaN where it is not known, and the row counts in no figure
 * @returns `automatedShare` and the error shares are NaN, and the interval is [0, 1], where there are no such rows
 * @throws {RangeError} for columns of different length
 */
export function automationAt(
  confidences: ArrayLike<number>,
  isWrong: ArrayLike<number>,
  threshold: number,
  { alpha = 0.05, points = 50 }: AutomationOptions = {},
): AutomationPoint & { rows: number } {
  if (confidences.length !== isWrong.length)
    throw new RangeError(`${confidences.length} confidences for ${isWrong.length} outcomes`);
  let [rows, automated, errors, errorsOfAll] = [0, 0, 0, 0];
  for (let row = 0; row < confidences.length; row++) {
    const confidence = confidences[row] as number;
    const wrong = isWrong[row] as number;
    if (!Number.isFinite(confidence) || Number.isNaN(wrong)) continue;
    rows++;
    errorsOfAll += wrong;
    if (confidence < threshold) continue;
    automated++;
    errors += wrong;
  }
  const [errorLower, errorUpper] =
    automated > 0 ? clopperPearson(errors, automated, 1 - alpha / points) : [0, 1];
  return {
    threshold,
    rows,
    automated,
    errors,
    automatedShare: automated / rows,
    error: errors / automated,
    errorLower,
    errorUpper,
    errorLeft: (errorsOfAll - errors) / (rows - automated),
  };
}
