import type { StoredSession } from '../people-store.ts';

const HOUR_MS = 3_600_000;
const IDLE_MS = 12 * HOUR_MS;
export const longestSessionMs = 7 * 24 * HOUR_MS;
/** A page polls every few seconds; that it was seen is written down this often. */
const TOUCH_MS = 60_000;

export function isExpired({ createdAt, lastSeenAt }: StoredSession, nowMs: number): boolean {
  return nowMs - Date.parse(lastSeenAt) >= IDLE_MS || nowMs - Date.parse(createdAt) >= longestSessionMs;
}

export function isUntouched(lastSeenAt: string | undefined, nowMs: number): boolean {
  return lastSeenAt === undefined || nowMs - Date.parse(lastSeenAt) >= TOUCH_MS;
}
