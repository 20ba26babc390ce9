import type { DataFiles } from './data-files.ts';
import type { Json } from './numbers.ts';

/** One case of a reference folder; `dataset`, `stream` and `inputs.ref` are already replaced by what they name. */
export interface Case {
  id: string;
  statistic: string;
  inputs: Record<string, Json>;
  options: Record<string, Json>;
  expected: Record<string, Json>;
  tol: Tolerances;
  /** The file's name in the folder, without its ending. */
  file: string;
  /** What a few files name beside their options: of NannyML's run, the column with its type, or the metric. */
  column?: string;
  type?: string;
  metric?: string;
  data: DataFiles;
}

export type Tolerances = Record<string, { rel?: number; abs?: number }>;

/** A value that was not met; `field` is the one of `expected` that it belongs to. */
export type Complaint = { field: string | undefined; text: string; error: number };

/** What came of a comparison: each value that was not met, and the largest error over its tolerance among the others. */
export type Comparison = { complaints: Complaint[]; worst: number };

/**
 * Holds an answer to what was expected of it. A number may be off by max(abs, rel·|expected|), each by itself; text and
 * booleans must be equal; for null the answer must be "not available", and for a reason there must be one, in words of
 * our own.
 */
export function compare(got: unknown, { expected, tol }: Pick<Case, 'expected' | 'tol'>): Comparison {
  const comparison: Comparison = { complaints: [], worst: 0 };
  compareValue(got, expected, [], tol, comparison);
  return comparison;
}

function compareValue(
  got: unknown,
  expected: Json,
  path: string[],
  tol: Tolerances,
  found: Comparison,
): void {
  const judge = (error: number) => {
    if (error <= 1) {
      found.worst = Math.max(found.worst, error);
      return;
    }
    const written = typeof got === 'number' ? String(got) : JSON.stringify(got);
    const text = `${path.join('.')}: got ${written}, expected ${JSON.stringify(expected)}`;
    found.complaints.push({ field: path[0], text, error });
  };
  const require = (isMet: boolean) => judge(isMet ? 0 : Infinity);

  if (expected === null) require(got === null || got === undefined || Number.isNaN(got));
  else if (Array.isArray(expected)) {
    if (!isList(got) || got.length !== expected.length) return require(false);
    for (const [i, value] of expected.entries())
      compareValue(got[i], value, [...path, String(i)], tol, found);
  } else if (typeof expected === 'object') {
    if (got === null || typeof got !== 'object') return require(false);
    for (const [key, value] of Object.entries(expected)) {
      compareValue((got as Record<string, unknown>)[key], value, [...path, key], tol, found);
    }
  } else if (typeof expected === 'number') {
    const { rel = 0, abs = 0 } = tol[path.findLast((key) => key in tol) ?? '*'] ?? {};
    const error = typeof got === 'number' ? Math.abs(got - expected) : NaN;
    judge(error === 0 ? 0 : Number.isNaN(error) ? Infinity : error / Math.max(abs, rel * Math.abs(expected)));
  } else if (expected === 'NaN' || expected === 'Infinity' || expected === '-Infinity') {
    require(Object.is(got, Number(expected)));
  } else if (path.length === 1 && path[0] === 'reason') {
    require(typeof got === 'string' && got !== '');
  } else require(got === expected);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
