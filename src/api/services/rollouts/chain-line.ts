import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { HistoryLine } from '#control/rollout/step.ts';
import { sha256 } from './sha256.ts';

/** What the first event of a rollout follows. */
export const chainStart = '0'.repeat(64);

/** A line of history as an event: its number, and the hash over it and the event before. */
export async function chainLine(
  line: HistoryLine,
  { seq, previousHash }: { seq: number; previousHash: string },
): Promise<RolloutEvent> {
  return { ...line, seq, previousHash, hash: await sha256({ ...line, seq, previousHash }) };
}
