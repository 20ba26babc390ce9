import { compareRows, type ReferenceRows, referenceRows } from '#stats/compare-rows.ts';
import type { RowsComparison } from '../tasks/rows-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { createKept, type Kept } from './kept.ts';

/** Sorted references, by the name that they are kept under and the feature. */
export type KeptReferenceRows = Kept<ReferenceRows>;

const mostBytes = 64 * 2 ** 20;

export function createKeptReferenceRows(): KeptReferenceRows {
  return createKept(mostBytes, ({ sample }) => sample.sorted.byteLength);
}

/**
 * One feature after the other, each sorted where it came in: besides input, which becomes the kept references, memory is that of the largest
 * feature.
 */
export async function compareFeatures(
  known: KeptReferenceRows,
  { keepAs, features }: TaskInput<'compareRows'>,
  { onProgress, breathe }: TaskContext,
): Promise<TaskResult<'compareRows'>> {
  const output: RowsComparison[] = [];
  for (const { name, reference, current } of features) {
    const sorted = referenceOf(known, keepAs, name, reference);
    output.push(compareRows(sorted, current, current));
    if (await breathe()) onProgress({ doing: 'testing', share: output.length / features.length });
  }
  return { output, transfer: [] };
}

function referenceOf(
  known: KeptReferenceRows,
  keepAs: string | undefined,
  name: string,
  values: Float64Array | undefined,
): ReferenceRows {
  const key = JSON.stringify([keepAs, name]);
  const rows = values ? referenceRows(values, values) : known.get(key);
  if (!rows) throw new Error(`the reference of ${name} is not kept here: send it along`);
  if (values && keepAs !== undefined) known.set(key, rows);
  return rows;
}
