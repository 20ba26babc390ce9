export function byKey<Key extends string | number, Value>(map: Map<Key, Value>): [Key, Value][] {
  return [...map].sort(([a], [b]) => compare(a, b));
}

export function byMetric(a: { metric: string }, b: { metric: string }): number {
  return compare(a.metric, b.metric);
}

export function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
