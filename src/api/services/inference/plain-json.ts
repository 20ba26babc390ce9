import { fieldsOf, fieldsOfObject } from './fields.ts';
import type { InferredRow } from './inference.ts';
import { outputOf } from './output-of.ts';

/** An object of fields, or an array with one a row; the answer of an array is an array of as many. */
export function readPlainJson(request: unknown, answer: unknown): InferredRow[] {
  if (!Array.isArray(request)) return [{ features: featuresOf(request), ...outputOf(answer) }];
  const answers = Array.isArray(answer) && answer.length === request.length ? (answer as unknown[]) : [];
  return request.map((row: unknown, i) => ({ features: featuresOf(row), ...outputOf(answers[i]) }));
}

/** Fields of an object by their names, of anything else under `input`. */
export function featuresOf(row: unknown): InferredRow['features'] {
  return typeof row === 'object' && row !== null && !Array.isArray(row)
    ? fieldsOfObject(row)
    : row === undefined
      ? {}
      : fieldsOf(row);
}
