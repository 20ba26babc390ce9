import type { Prediction } from '#contract/prediction.ts';
import { readKserveV1 } from './kserve-v1.ts';
import { readOpenInference } from './open-inference.ts';
import { readPlainJson } from './plain-json.ts';

/** What one row of a model's request and answer says; without an answer no prediction was recorded. */
export type InferredRow = Pick<Prediction, 'features'> &
  Partial<Pick<Prediction, 'prediction' | 'confidence'>>;

/**
 * The rows in the JSON bodies of a request to a model and of its answer, by whichever protocol the request is in: Open
 * Inference Protocol v2 (`inputs`), KServe v1 (`instances`), else plain JSON, an object of fields or an array of such.
 * Without an answer (an error, a time-out) the rows have features only. At least one row: a request that says nothing
 * still was one.
 */
export function readInference(request: unknown, answer?: unknown): InferredRow[] {
  const rows =
    readOpenInference(request, answer) ?? readKserveV1(request, answer) ?? readPlainJson(request, answer);
  return rows.length > 0 ? rows : [{ features: {} }];
}
