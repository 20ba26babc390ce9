import type { TableEnd } from '#stats/test-result.ts';
import { formatPValue } from '../format/number.ts';

/** The p-value of a test for a table's cell; with ≤ or ≥ where it is only the end of the test's own table. */
export function pText({ p, limit }: { p: number; limit?: TableEnd | undefined }): string {
  const text = formatPValue(p).replace(/^p\s=\s|^p\s/, '');
  return limit ? `${limit === 'floor' ? '≤' : '≥'} ${text}` : text;
}
