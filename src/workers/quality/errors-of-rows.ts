/**
 * The error of each row of a frame, NaN where it has no label. Both answers are the same sample of the same rows, in order of its
 * hash and, stably, of time; where rows came in between, those of an instant that both do not hold alike stay out.
 */
export function errorsOfRows(
  frameMs: Float64Array,
  labelledMs: Float64Array,
  errors: Float64Array,
): Float64Array {
  const labelled = Map.groupBy(labelledMs.keys(), (row) => labelledMs[row] as number);
  const framed = Map.groupBy(frameMs.keys(), (row) => frameMs[row] as number);
  const errorOf = new Float64Array(frameMs.length).fill(Number.NaN);
  for (const [timeMs, rows] of framed) {
    const own = labelled.get(timeMs) ?? [];
    if (own.length !== rows.length) continue;
    for (const [place, row] of rows.entries()) errorOf[row] = errors[own[place] as number] as number;
  }
  return errorOf;
}
