import { formatDifference, formatValue } from '#web/format/number.ts';

/** Counts as shares of their sum; all NaN for an empty sample. */
export function sharesOf(counts: Float64Array): Float64Array {
  let total = 0;
  for (const count of counts) total += count;
  return counts.map((count) => (total > 0 ? count / total : Number.NaN));
}

/** Where the mass went: "The largest change is in "phone": 31 % → 62 % (+31 pp)". */
export function describeDistribution(
  names: readonly string[],
  reference: Float64Array,
  current: Float64Array,
): string {
  const before = sharesOf(reference);
  const now = sharesOf(current);
  if (Number.isNaN(before[0] ?? Number.NaN)) return 'The reference is empty.';
  if (Number.isNaN(now[0] ?? Number.NaN)) return 'No current values in this range.';

  let widest = 0;
  let moved = 0;
  for (let bin = 0; bin < names.length; bin += 1) {
    const change = Math.abs((now[bin] ?? 0) - (before[bin] ?? 0));
    moved += change / 2;
    if (change > Math.abs((now[widest] ?? 0) - (before[widest] ?? 0))) widest = bin;
  }
  if (moved < 0.0005) return 'Current and reference lie in the same bins.';
  const [from, to] = [before[widest] ?? Number.NaN, now[widest] ?? Number.NaN];
  const change = `${formatValue(from, 'share')} before, ${formatValue(to, 'share')} now (${formatDifference(to - from, 'share')})`;
  return `${formatValue(moved, 'share')} of the values lie in other bins than before; most change in ${names[widest]}: ${change}.`;
}
