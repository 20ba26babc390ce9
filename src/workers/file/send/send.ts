import type { Plan } from '../plan/plan.ts';

export type SendInput = {
  plan: Plan;
  pipeline: string;
  stage: string;
  /** Origin of the server. */
  origin: string;
  /** How far an earlier attempt came: its batches are not sent again. */
  earlier: SendProgress | undefined;
};

export type SendProgress = { rows: number; totalRows: number; nextBatch: number; tally: Tally };

/** What the server has made of the batches so far. */
export type Tally = { predictions: number; labels: number; refused: Rejected };

export type Rejected = { count: number; first: readonly RefusedRow[] };

/** A row that was not taken: refused by the server, or without a time. */
export type RefusedRow = { file: string; line: number; reason: string };

export type Sent = {
  predictions: number;
  labels: number;
  batches: number;
  rejected: Rejected;
  /** When the rows of the reference happened, half-open; undefined when there are none. */
  reference: { fromMs: number; toMs: number } | undefined;
};
