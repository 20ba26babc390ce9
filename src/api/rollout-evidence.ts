import type { Evidence } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';

/** Reads what the prediction log says of a rollout now: the verdict of every gate of its step. */
export interface EvidenceReader {
  read(rollout: Rollout): Promise<Evidence>;
}
