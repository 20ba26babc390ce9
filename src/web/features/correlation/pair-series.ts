import type { LeadLag } from '#workers/tasks/series-tasks.ts';

/** In standard deviations from the mean, so that two units share one axis; a constant is all zeros. */
export function standardised(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const deviation = Math.sqrt(variance) || 1;
  return values.map((value) => (value - mean) / deviation);
}

/** Each value `lag` slots earlier (later where it is negative); what comes from outside is missing. */
export function shifted(values: Float64Array, lag: number): Float64Array {
  return values.map((_, slot) => values[slot + lag] ?? NaN);
}

/** Correlation of the row's series with the column's `lag` slots later; below zero the column comes first. */
export function correlationAt(
  { series, byLag, maxLag }: Pick<LeadLag, 'series' | 'byLag' | 'maxLag'>,
  row: number,
  column: number,
  lag: number,
): number {
  const k = series.length;
  const cell = lag >= 0 ? row * k + column : column * k + row;
  return byLag[cell * (maxLag + 1) + Math.abs(lag)] ?? NaN;
}
