import type { RuleDefinition } from '#contract/rule.ts';
import type { Position } from '../alert/reading.ts';

/**
 * Where a value stands to a level: a breach from the threshold on, in the band up to the recovery threshold, else
 * clear. Where both are the same there is no band. An effect without evidence may be chance: it is never a
 * breach, and what it would hold is held.
 */
export function positionOf(
  value: number,
  { threshold, recover }: { threshold: number; recover: number },
  direction: RuleDefinition['direction'],
  hasEvidence = true,
): Position {
  const reaches = (limit: number) => (direction === 'above' ? value >= limit : value <= limit);
  if (reaches(threshold)) return hasEvidence ? 'breach' : 'band';
  return reaches(recover) ? 'band' : 'clear';
}
