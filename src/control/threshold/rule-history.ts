/** What a rule would have seen in one slot after the other. Slot k is the slot `firstSlot` + k of the rule and stands for its end. */
export type RuleHistory = {
  firstSlot: number;
  slotMs: number;
  /** NaN where there was nothing to take a value from. */
  values: Float64Array;
  /** Rows behind each value. */
  sizes: Float64Array;
  /** 0 where an effect may be chance; left out where every value is evidence of itself. */
  evidence?: Uint8Array | undefined;
};

export type Direction = 'above' | 'below';

export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** Days of the history that have values. */
export function daysSeen({ values, slotMs }: RuleHistory): number {
  return (values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0) * slotMs) / DAY_MS;
}

/** The history without what lies in the spans: it says nothing of times without trouble. */
export function withoutSpans(
  history: RuleHistory,
  spans: readonly { fromMs: number; toMs: number }[],
): RuleHistory {
  const { firstSlot, slotMs } = history;
  const values = history.values.slice();
  for (const { fromMs, toMs } of spans) {
    const from = Math.max(0, Math.floor(fromMs / slotMs) - firstSlot);
    values.fill(NaN, from, Math.max(from, Math.ceil(toMs / slotMs) - firstSlot));
  }
  return { ...history, values };
}

/** The history in which larger is always worse. */
export function worseAbove(history: RuleHistory, direction: Direction): RuleHistory {
  if (direction === 'above') return history;
  return { ...history, values: history.values.map((value) => -value) };
}
