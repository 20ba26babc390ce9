import type { AlertState } from './alert-state.ts';

const MINUTE_MS = 60_000;

/** The slot of news that come when they come, not on a grid: it counts minutes, and two news within one all the same. */
export function newsSlot({ lastSlot }: AlertState, nowMs: number): number {
  return Math.max(Math.floor(nowMs / MINUTE_MS), (lastSlot ?? 0) + 1);
}
