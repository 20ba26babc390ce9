import { meanOfSorted, populationDeviation } from '../describe.ts';

/** Bin edges of numpy's "sturges" rule over the values: ⌈log₂ n + 1⌉ equal bins over their range. O(bins). */
export function sturgesEdges(sorted: Float64Array): Float64Array {
  return equalEdges(sorted, binsOfWidth(sorted, rangeOf(sorted) / (Math.log2(sorted.length) + 1)));
}

/** Bin edges of numpy's "doane" rule: Sturges with an allowance for skewness. O(n). */
export function doaneEdges(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  const mean = meanOfSorted(sorted);
  const deviation = populationDeviation(sorted);
  if (n <= 2 || deviation === 0) return equalEdges(sorted, 1);
  let skewness = 0;
  for (const value of sorted) skewness += ((value - mean) / deviation) ** 3 / n;
  const noise = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  const width = rangeOf(sorted) / (1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / noise));
  return equalEdges(sorted, binsOfWidth(sorted, width));
}

/**
 * Edges of equal bins over the range of the values, as numpy.linspace finds them; half a unit around a single
 * value. O(bins).
 */
export function equalEdges(sorted: Float64Array, bins: number): Float64Array {
  const isPoint = rangeOf(sorted) === 0;
  const first = (sorted[0] as number) - (isPoint ? 0.5 : 0);
  const last = (sorted.at(-1) as number) + (isPoint ? 0.5 : 0);
  const step = (last - first) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? last : i * step + first));
}

/** Counts of finite values as numpy.histogram takes them: [a, b), the last bin closed, values outside nowhere. O(n + bins). */
export function countLeftClosed(edges: Float64Array, sorted: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  const last = edges[edges.length - 1] as number;
  let bin = 0;
  for (const value of sorted) {
    if (value < (edges[0] as number) || value > last) continue;
    while (bin < counts.length - 1 && value >= (edges[bin + 1] as number)) bin += 1;
    counts[bin]! += 1;
  }
  return counts;
}

function rangeOf(sorted: Float64Array): number {
  return (sorted.at(-1) as number) - (sorted[0] as number);
}

function binsOfWidth(sorted: Float64Array, width: number): number {
  return width > 0 ? Math.ceil(rangeOf(sorted) / width) : 1;
}
