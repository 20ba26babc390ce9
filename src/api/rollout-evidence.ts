import type { StageSelection } from './prediction-log.ts';
import type { Evidence } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';

/** Reads what the prediction log says of a rollout now: the verdict of every gate of its step. */
export interface EvidenceReader {
  read(rollout: Rollout): Promise<Evidence>;
}

export type CountedRows = { rows: number; fromMs: number; toMs: number };

/** Whoever counts requests apart from the log. */
export interface RequestCounter {
  /**
   * How many rows the log should have of one version and role in the part of the window, in whole minutes, that was
   * counted; null where nothing was.
   */
  expectedRows(selection: StageSelection): CountedRows | null;
}
