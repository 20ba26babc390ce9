const MINUTE_MS = 60_000;

/** The end of a snooze that begins now. */
export function snoozeUntil(minutes: number): string {
  return new Date(Date.now() + minutes * MINUTE_MS).toISOString();
}
