export type CategoryValue = string | number | boolean | null | undefined;

export type CategoryCounts = {
  categories: { type: 'boolean' | 'number' | 'string'; value: string; reference: number; current: number }[];
  missingReference: number;
  missingCurrent: number;
};

/**
 * Rows by category of two samples. Values of different type are different categories ("1" is not 1), text is not
 * normalised, null, undefined and NaN are missing. Ordered by type, then by code points. O(n + k log k) for k
 * categories.
 */
export function countCategoryValues(
  reference: readonly CategoryValue[],
  current: readonly CategoryValue[],
): CategoryCounts {
  const found = new Map<CategoryValue, CategoryCounts['categories'][number]>();
  const count = (values: readonly CategoryValue[], side: 'reference' | 'current') => {
    let missing = 0;
    for (const value of values) {
      if (value === null || value === undefined || Number.isNaN(value)) {
        missing += 1;
        continue;
      }
      const entry = found.get(value) ?? {
        type: typeof value as 'boolean' | 'number' | 'string',
        value: String(value),
        reference: 0,
        current: 0,
      };
      entry[side] += 1;
      found.set(value, entry);
    }
    return missing;
  };
  const missingReference = count(reference, 'reference');
  const missingCurrent = count(current, 'current');
  const categories = [...found.values()].sort(
    (a, b) => compareCodePoints(a.type, b.type) || compareCodePoints(a.value, b.value),
  );
  return { categories, missingReference, missingCurrent };
}

/** Code points, not UTF-16 units, which order characters beyond U+FFFF before some of those below. */
function compareCodePoints(a: string, b: string): number {
  const first = Array.from(a);
  const second = Array.from(b);
  const length = Math.min(first.length, second.length);
  for (let i = 0; i < length; i++) {
    const difference = (first[i]?.codePointAt(0) ?? 0) - (second[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}
