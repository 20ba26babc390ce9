import { createHash } from 'node:crypto';

import { sampleOf } from '#stats/sample.ts';
import type { Case } from './case.ts';
import { numbers } from './numbers.ts';

/** What the files say of their own inputs: counts after cleaning, and samples of what a recipe makes. */
export const inputChecks: Record<string, (case_: Case) => unknown> = {
  dataset: ({ inputs }) => {
    const [reference, current] = [inputs.reference, inputs.current].map((written) =>
      sampleOf(numbers(written)),
    );
    return {
      counts: {
        nReference: reference?.sorted.length,
        nCurrent: current?.sorted.length,
        missingReference: reference?.missing,
        missingCurrent: current?.missing,
        infiniteReference: reference?.infinite,
        infiniteCurrent: current?.infinite,
      },
    };
  },
  generator: ({ inputs }) => {
    const made = numbers(inputs.spec);
    const { sorted, missing } = sampleOf(made);
    const hashed = made.map((value) => (Number.isNaN(value) ? -12345.5 : value));
    return {
      first: made.slice(0, 4),
      last: made.at(-1),
      missing,
      min: sorted[0],
      max: sorted.at(-1),
      sha256: createHash('sha256').update(new Uint8Array(hashed.buffer)).digest('hex'),
    };
  },
};
