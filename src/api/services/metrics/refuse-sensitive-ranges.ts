import { withheld } from '../../errors.ts';
import type { StageSelection } from '../../prediction-log.ts';

/**
 * Narrower and narrower ranges would tell a sensitive number of a single row.
 *
 * @throws {Refusal} when rows are asked for by a range of a sensitive metric
 */
export function refuseSensitiveRanges(
  { segments = [] }: Pick<StageSelection, 'segments'>,
  sensitive: ReadonlySet<string>,
): void {
  const range = segments.find((segment) => !('value' in segment) && sensitive.has(segment.metric));
  if (range) throw withheld(range.metric);
}
