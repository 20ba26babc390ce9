import type { Plan } from '#workers/file/protocol.ts';

/** Why there can be no report, as the end of a sentence; undefined when there can. */
export function planObstacle({ tables, columns }: Plan): string | undefined {
  const has = (...sides: string[]): boolean => tables.some(({ side }) => sides.includes(side));
  if (!has('reference', 'both')) return 'no file holds the reference. Choose one under “Part”.';
  if (!has('current', 'both')) return 'no file holds the current rows. Choose one under “Part”.';
  const isCompared = columns.some(({ role }) => role !== 'ignored' && role !== 'id' && role !== 'time');
  return isCompared ? undefined : 'no column is compared. Choose a role for one.';
}
