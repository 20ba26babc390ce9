import type { PairSide } from '../../prediction-log.ts';

/** An answer by a name that few answers share: how it failed, null, its category, or what kind of answer it is. */
export function answerClass(
  { status, isNull, prediction, fingerprint }: PairSide,
  { isHidden }: { isHidden: boolean },
): string {
  if (status !== '' && status !== 'ok') return status;
  if (isNull) return 'null';
  if (typeof prediction === 'number') return 'number';
  if (fingerprint !== '') return 'text';
  if (prediction === null) return 'no answer';
  return isHidden ? 'answer' : prediction;
}
