/** How long a level's breach must last before it fires, and how long all must be clear before it is over; in slots of evidence. */
export type LevelTimers = { forSlots: number; keepSlots: number };

/** What the alert machine wants to know of a rule. */
export type AlertTimers = {
  ruleVersion: number;
  levels: { warning?: LevelTimers; critical?: LevelTimers };
  /**
   * `alert`: after so many slots without a value a blind alert opens. `keep`: none does, but the alert says that it sees
   * nothing. `ok`: nothing is said either. None of them moves the condition, and all are about missing data: a rule that
   * fails always opens a blind alert.
   */
  noData: { policy: 'alert' | 'ok' | 'keep'; afterSlots: number };
};
