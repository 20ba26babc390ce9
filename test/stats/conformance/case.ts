import { readFileSync } from 'node:fs';

import type { Json } from '../reference.ts';

/** One case of a reference file; `inputs.ref` and `stream` are already replaced by what they name. */
export interface Case {
  id: string;
  statistic: string;
  /** Of datasets.json, where the inputs are there. */
  dataset?: string;
  inputs: Record<string, Json>;
  options: Record<string, Json>;
  expected: Record<string, Json>;
  tol: Record<string, { rel?: number; abs?: number }>;
}

interface CaseFile {
  streams?: { id: string; values: Json }[];
  cases: (Case & { stream?: string })[];
}

/** The cases of test/stats/reference/`name`.json, or of another file of that form. */
export function readCases(file: string | URL): Case[] {
  const { streams = [], cases } = JSON.parse(readFileSync(file, 'utf8')) as CaseFile;
  const inputsOf = new Map(cases.map(({ id, inputs }) => [id, inputs]));
  const streamOf = new Map(streams.map(({ id, values }) => [id, values]));
  return cases.map(({ stream, ...case_ }) => {
    if (stream !== undefined) return { ...case_, inputs: { values: streamOf.get(stream) ?? null } };
    const { ref, ...own } = case_.inputs ?? {};
    return { ...case_, inputs: typeof ref === 'string' ? { ...inputsOf.get(ref), ...own } : own };
  });
}

/** The cases of a file in test/stats/reference. */
export function referenceCases(name: string): Case[] {
  return readCases(new URL(`../reference/${name}.json`, import.meta.url));
}

/** What of `expected` was not met, as "path: got, expected"; a number may be off by max(abs, rel·|expected|). */
export function mismatches(got: unknown, { expected, tol }: Pick<Case, 'expected' | 'tol'>): string[] {
  const found: string[] = [];
  compare(got, expected, [], tol, found);
  return found;
}

function compare(got: unknown, expected: Json, path: string[], tol: Case['tol'], found: string[]): void {
  const complain = () =>
    found.push(`${path.join('.')}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
  if (expected === null) {
    if (got !== null && got !== undefined && !Number.isNaN(got)) complain();
  } else if (Array.isArray(expected)) {
    if (!isList(got) || got.length !== expected.length) return void complain();
    expected.forEach((value, i) => compare(got[i], value, [...path, String(i)], tol, found));
  } else if (typeof expected === 'object') {
    if (got === null || typeof got !== 'object') return void complain();
    for (const [key, value] of Object.entries(expected)) {
      compare((got as Record<string, unknown>)[key], value, [...path, key], tol, found);
    }
  } else if (typeof expected === 'number') {
    const { rel = 0, abs = 0 } = tol[path.findLast((key) => key in tol) ?? '*'] ?? {};
    const isClose =
      typeof got === 'number' && Math.abs(got - expected) <= Math.max(abs, rel * Math.abs(expected));
    if (!isClose) complain();
  } else if (expected === 'NaN' || expected === 'Infinity' || expected === '-Infinity') {
    if (!Object.is(got, Number(expected))) complain();
  } else if (got !== expected) complain();
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
