const nearZero = 1e-12;
const mantissaShift = 14; // of the high word: 20 − 14 = 6 mantissa bits kept, 64 buckets an octave

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const highWord = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Index of the base-2 exponential bucket of `x`, 64 to the octave: 0 when |x| < 1e-12, else sign, exponent and
 * the top six mantissa bits of the float64. Monotone: a larger value never has a smaller index, and a bucket is
 * at most 1/64 of its lower bound wide. ±Infinity have buckets of their own; NaN is not a value and has none
 * (drop it first).
 *
 * The same in ClickHouse:
 * `if(abs(x) < 1e-12, 0, if(x < 0, -1, 1) * toInt32(bitShiftRight(reinterpretAsUInt64(abs(x)), 46)))`. O(1).
 */
export function bucketOf(x: number): number {
  const size = Math.abs(x);
  if (size < nearZero) return 0;
  float[0] = size;
  const bucket = (words[highWord] as number) >>> mantissaShift;
  return x < 0 ? -bucket : bucket;
}

/** Smallest value of bucket `b` (for negative buckets the bound itself belongs to the next lower bucket). O(1). */
export function bucketLow(b: number): number {
  if (b === 0) return -nearZero;
  return b > 0 ? Math.max(nearZero, valueAt(b)) : -valueAt(1 - b);
}

/** Upper bound of bucket `b`; the bound itself belongs to the next bucket, except for negative buckets. O(1). */
export function bucketHigh(b: number): number {
  if (b === 0) return nearZero;
  return b > 0 ? valueAt(b + 1) : -Math.max(nearZero, valueAt(-b));
}

const infinityBucket = 0x7ff00000 >>> mantissaShift;

function valueAt(b: number): number {
  if (b > infinityBucket) return Infinity;
  words[highWord] = b << mantissaShift;
  words[1 - highWord] = 0;
  return float[0] as number;
}
