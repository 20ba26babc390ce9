import { z } from 'zod';
import type { InferredRow } from './inference.ts';
import { outputOf } from './output-of.ts';
import { featuresOf } from './plain-json.ts';

// https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol
const Instances = z.union([
  z.object({ instances: z.array(z.unknown()) }),
  z.object({ inputs: z.array(z.unknown()) }).transform(({ inputs }) => ({ instances: inputs })),
]);
const Predictions = z.object({ predictions: z.array(z.unknown()) });

/** Rows of `{"instances": […]}` (or `inputs` that are no tensors) with those of `{"predictions": […]}`; undefined for another protocol. */
export function readKserveV1(request: unknown, answer: unknown): InferredRow[] | undefined {
  const asked = Instances.safeParse(request);
  if (!asked.success) return undefined;
  const answered = Predictions.safeParse(answer);
  const predictions = answered.success ? answered.data.predictions : [];
  return asked.data.instances.map((row, i) => ({ features: featuresOf(row), ...outputOf(predictions[i]) }));
}
