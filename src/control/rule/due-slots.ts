/** More slots than these are not made up for after an outage. */
export const mostSlots = 40;

/**
 * The slots of a rule that have ended and were not evaluated, oldest first; slot k is the k-th slot length since
 * 1970 and is due at its end. A
 * new rule looks back, so that its alerts say since when; one that was changed or resumed starts with the present slot.
 *
 * @param lastSlot the slot that was evaluated last; null before the first of this version's slot length
 * @param nowMs by the clock of the database, which all servers share
 */
export function dueSlots(
  { everySeconds, version, lastSlot }: { everySeconds: number; version: number; lastSlot: number | null },
  nowMs: number,
): number[] {
  const current = Math.floor(nowMs / (everySeconds * 1000)) - 1;
  const next = lastSlot === null ? (version === 1 ? 0 : current) : lastSlot + 1;
  const first = Math.max(next, current - mostSlots + 1);
  return Array.from({ length: Math.max(0, current - first + 1) }, (_, index) => first + index);
}
