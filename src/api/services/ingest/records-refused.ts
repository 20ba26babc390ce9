import type { RecordError } from '#contract/prediction.ts';
import { unprocessable, type Refusal } from '../../errors.ts';

export const errorsShown = 100;

/** The refusal of a batch with bad records; `good` is the number of the others, where they could be stored alone. */
export function recordsRefused(errors: readonly RecordError[], good: number): Refusal {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const field = first?.field ? `${first.field}: ` : '';
  const mend =
    good > 0 ? ` Nothing was stored; ?partial=true stores the ${good} good ones.` : ' Nothing was stored.';
  return unprocessable(
    '/problems/invalid-record',
    'a record is refused',
    `record ${first?.index}: ${field}${first?.reason}${more}.${mend}`,
    errors.slice(0, errorsShown),
  );
}
