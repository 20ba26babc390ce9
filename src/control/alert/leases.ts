import type { Severity } from '#contract/alert-words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** For how long somebody's word keeps an alert quiet. */
export const leases: {
  acknowledgeMs: Record<Severity, number>;
  /** So long before the end of an acknowledgement its owner is reminded. */
  reminderMs: number;
  longestSnoozeMs: Record<Severity, number>;
} = {
  acknowledgeMs: { critical: HOUR_MS, warning: 8 * HOUR_MS },
  reminderMs: 15 * MINUTE_MS,
  longestSnoozeMs: { critical: 24 * HOUR_MS, warning: 7 * 24 * HOUR_MS },
};
