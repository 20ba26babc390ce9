import type { SliceFindings } from '#workers/tasks/frame-tasks.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import { driftLevel } from '../../health/drift-methods.ts';
import { conditionsText } from '../../shell/segment-text.ts';

/** "snr: device = phone explains 98 % of the change with 60 % of the rows, adjusted p < 0.001 among 43 segments." */
export function segmentAnswer(name: string, { slices, searched, p }: SliceFindings): string {
  if (Number.isNaN(p)) return `There are no rows of ${name} on one side, so nothing to explain.`;
  if (searched === 0) return `There is no segment of ${name} with enough rows to search.`;
  const [first] = slices;
  const isFound = first !== undefined && first.adjustedP < driftLevel && first.explained > first.size;
  const among = `among ${formatCount(searched)} segments`;
  if (!(p < driftLevel) && !isFound) {
    return `${name} has hardly changed here (${formatPValue(p)}), so there is nothing to explain.`;
  }
  if (!isFound) {
    return `No segment explains more of the change of ${name} than its share of the rows, ${among}: the change is everywhere.`;
  }
  const share = formatValue(first.explained, 'share');
  const size = formatValue(first.size, 'share');
  return `${conditionsText(first.conditions)} explains ${share} of the change of ${name} with ${size} of the rows, adjusted ${formatPValue(first.adjustedP)} ${among}.`;
}
