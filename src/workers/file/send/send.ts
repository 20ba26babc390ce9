import type { Plan } from '../plan/plan.ts';

export type SendInput = {
  plan: Plan;
  pipeline: string;
  stage: string;
  /** Origin of the server. */
  origin: string;
  /** Batches before this one were taken in an earlier attempt and are not sent again. */
  fromBatch: number;
};

export type SendProgress = { rows: number; totalRows: number; nextBatch: number; rejected: number };

/** A row that was not taken: refused by the server, or without a time. */
export type RefusedRow = { file: string; line: number; reason: string };

export type Sent = {
  predictions: number;
  labels: number;
  batches: number;
  rejected: { count: number; first: RefusedRow[] };
  /** When the rows of the reference happened, half-open; undefined when there are none. */
  reference: { fromMs: number; toMs: number } | undefined;
};
