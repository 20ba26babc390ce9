import type { DriftReport } from '#workers/file/protocol.ts';

/** Starts of the slots, epoch milliseconds. */
export function slotTimes({ startMs, stepMs, count }: NonNullable<DriftReport['slots']>): Float64Array {
  return Float64Array.from({ length: count }, (_, slot) => startMs + slot * stepMs);
}
