import type { PairSide } from '#api/prediction-log.ts';

/** Numbers that differ by less are the same answer, computed in another order. */
const TOLERANCE = 1e-6;

/** Whether two versions gave the same answer to a request; a failure is an answer, too. */
export function isSameAnswer(a: PairSide, b: PairSide): boolean {
  if (a.status !== b.status || a.isNull !== b.isNull) return false;
  if (typeof a.prediction === 'number' && typeof b.prediction === 'number') {
    const scale = Math.max(Math.abs(a.prediction), Math.abs(b.prediction), 1);
    return Math.abs(a.prediction - b.prediction) <= TOLERANCE * scale;
  }
  // texts that were not kept have their fingerprint
  return a.prediction === b.prediction && a.fingerprint === b.fingerprint;
}
