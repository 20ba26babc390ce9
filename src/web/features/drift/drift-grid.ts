/** Columns of a drift map: every slot of the window, those without rows too, so that a hole in the data shows. */
export type DriftGrid = {
  /** Starts of the slots, epoch milliseconds. */
  times: Float64Array;
  /** Where each column's slot is among those that the server sent; −1 where it has no rows. */
  slots: Int32Array;
};

/** More columns than this cannot be told apart; a longer window is cut at its old end. */
const mostColumns = 1_000;

export function gridOf(
  slotsMs: Float64Array,
  stepSeconds: number,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): DriftGrid {
  const stepMs = stepSeconds * 1000;
  const length = Math.min(mostColumns, Math.max(0, Math.ceil((toMs - fromMs) / stepMs)));
  const startMs = Math.ceil(toMs / stepMs) * stepMs - length * stepMs;
  const slots = new Int32Array(length).fill(-1);
  for (let i = 0; i < slotsMs.length; i++) {
    const column = Math.round(((slotsMs[i] ?? 0) - startMs) / stepMs);
    if (column >= 0 && column < length) slots[column] = i;
  }
  return { times: Float64Array.from(slots, (_, column) => startMs + column * stepMs), slots };
}

/** The column that a moment falls into, or undefined outside the grid. */
export function columnAt({ times }: DriftGrid, stepSeconds: number, atMs: number): number | undefined {
  const column = Math.floor((atMs - (times[0] ?? Number.NaN)) / (stepSeconds * 1000));
  return column >= 0 && column < times.length ? column : undefined;
}
