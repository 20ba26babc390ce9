import { z } from 'zod';
import { fieldsOfObject } from './fields.ts';
import type { InferredRow } from './inference.ts';
import { outputOf } from './output-of.ts';

// https://github.com/kserve/open-inference-protocol: tensors in row-major order, the first dimension is the batch
const Tensor = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  datatype: z.string(),
  data: z.array(z.unknown()).default([]),
});
type Tensor = z.infer<typeof Tensor>;
const Inputs = z.object({ inputs: z.array(Tensor) });
const Outputs = z.object({ outputs: z.array(Tensor) });

const CONFIDENCE = /prob|score|confidence/i;

/** Rows of the tensors of a request and its answer; undefined for another protocol. Binary tensors have no fields. */
export function readOpenInference(request: unknown, answer: unknown): InferredRow[] | undefined {
  const asked = Inputs.safeParse(request);
  if (!asked.success) return undefined;
  const { inputs } = asked.data;
  const answered = Outputs.safeParse(answer);
  const outputs = answered.success ? answered.data.outputs : [];
  const rows = rowsOf(inputs);
  const valuesOf = rowReader(rows);

  return Array.from({ length: rows }, (_, row) => {
    const features = fieldsOfObject(
      Object.fromEntries(inputs.map((tensor) => [tensor.name, valuesOf(tensor, row)])),
    );
    return { features, ...outputOfTensors(outputs, (tensor) => valuesOf(tensor, row)) };
  });
}

/** The batch of the first tensor; one row where its data say otherwise. */
function rowsOf(inputs: readonly Tensor[]): number {
  const [first] = inputs;
  const batch = first?.shape[0] ?? 1;
  const values = first?.data.flat(Number.POSITIVE_INFINITY).length ?? 0;
  return batch > 0 && values > 0 && values % batch === 0 ? batch : 1;
}

/** One row of a tensor: its only value, or all of them; undefined where there is none. */
function rowReader(rows: number): (tensor: Tensor, row: number) => unknown {
  const flat = new Map<Tensor, unknown[]>();
  return (tensor, row) => {
    let data = flat.get(tensor);
    if (!data) flat.set(tensor, (data = tensor.data.flat(Number.POSITIVE_INFINITY)));
    const width = tensor.shape[0] === rows ? data.length / Math.max(1, rows) : data.length;
    const values = tensor.shape[0] === rows ? data.slice(row * width, (row + 1) * width) : data;
    return values.length > 1 ? values : values[0];
  };
}

function outputOfTensors(
  outputs: readonly Tensor[],
  valueOf: (tensor: Tensor) => unknown,
): Omit<InferredRow, 'features'> {
  const scores = outputs.find(({ name }) => CONFIDENCE.test(name));
  const prediction = outputs.find((tensor) => tensor !== scores) ?? scores;
  if (!prediction) return {};
  const output = outputOf(valueOf(prediction));
  if (!scores || scores === prediction) return output;
  const value = valueOf(scores);
  const confidence = typeof value === 'number' ? value : outputOf(value).confidence;
  return { ...output, ...(confidence !== undefined && { confidence }) };
}
