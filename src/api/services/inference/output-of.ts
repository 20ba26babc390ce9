import { limits } from '#contract/prediction.ts';
import { isScalar } from './fields.ts';
import type { InferredRow } from './inference.ts';

type Output = Omit<InferredRow, 'features'>;

const PREDICTION_NAMES = ['prediction', 'label', 'class', 'output', 'text', 'result', 'value'];
const CONFIDENCE_NAMES = ['confidence', 'score', 'probability'];

/**
 * The prediction in one row of an answer: a scalar itself; of numbers, such as class probabilities, the place of the
 * largest with its value as confidence; of an object the field that is called so, or its only one.
 */
export function outputOf(value: unknown): Output {
  if (value === undefined) return {};
  if (isScalar(value)) return { prediction: clipped(value) };
  if (Array.isArray(value)) return ofArray(value);
  return ofObject(value as Record<string, unknown>);
}

function ofArray(values: readonly unknown[]): Output {
  if (values.length === 0) return { prediction: null };
  if (values.length === 1) return outputOf(values[0]);
  if (!values.every((value) => typeof value === 'number')) return {};
  const confidence = Math.max(...values);
  return { prediction: String(values.indexOf(confidence)), confidence };
}

function ofObject(fields: Record<string, unknown>): Output {
  const names = Object.keys(fields);
  const confidence = CONFIDENCE_NAMES.map((name) => fields[name]).find((value) => typeof value === 'number');
  const name =
    PREDICTION_NAMES.find((each) => each in fields) ??
    names
      .filter((each) => !CONFIDENCE_NAMES.includes(each))
      .find((_, i, rest) => i === 0 && rest.length === 1);
  return {
    ...(name !== undefined && outputOf(fields[name])),
    ...(confidence !== undefined && { confidence }),
  };
}

function clipped<T>(value: T): T | string {
  return typeof value === 'string' ? value.slice(0, limits.textLength) : value;
}
