import type { Batch } from '#api/prediction-log.ts';
import { label, prediction } from './log-rows.ts';

export const CRASH_PIPELINE = 'crash';

/** Batch number `n`: every row names it, so that a log can be asked how often it holds it. */
export function crashBatch(n: number): Batch {
  const rows = Array.from({ length: rowsOf(n) }, (_, index) =>
    prediction(CRASH_PIPELINE, (n * 7 + index) % 600, {
      requestId: `${n}-${index}`,
      numbers: { batch: n + 1, x: index },
      categories: { batch: `b${n}` },
    }),
  );
  return { rows, labels: [label(CRASH_PIPELINE, n % 60)] };
}

export function rowsOf(n: number): number {
  return 200 + (n % 5);
}
