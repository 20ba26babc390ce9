import { formatDuration, formatValue, type Unit } from '#web/format/number.ts';
import { extentOf, type Gap } from './samples.ts';

export interface DescribedLimit {
  value: number;
  side?: 'above' | 'below' | undefined;
}

/** What a sighted reader takes from the line: "p95 latency rose from 180 ms to 212 ms, limit 250 ms, no breach". */
export function describeSeries({
  name,
  unit,
  values,
  limit,
  gaps,
}: {
  name: string;
  unit: Unit;
  values: Float64Array;
  limit?: DescribedLimit | undefined;
  gaps: readonly Gap[];
}): string {
  const isPresent = (value: number) => !Number.isNaN(value);
  const first = values.find(isPresent);
  const last = values.findLast(isPresent);
  if (first === undefined || last === undefined) return `${name}: no data in this range.`;

  const parts = [`${name} ${movement(first, last, values, unit)}`];
  if (limit) parts.push(`limit ${formatValue(limit.value, unit)}`);
  if (gaps.length > 0) parts.push(describeGaps(gaps));
  if (limit) parts.push(describeBreach(values.filter(isPresent), limit, unit));
  return `${parts.join(', ')}.`;
}

/** Less than a twentieth of the range drawn is no movement. */
function movement(first: number, last: number, values: Float64Array, unit: Unit): string {
  const { low, high } = extentOf([values]);
  const reach = `lowest ${formatValue(low, unit)}, highest ${formatValue(high, unit)}`;
  if (low === high) return `stayed at ${formatValue(last, unit)}`;
  const from = formatValue(first, unit);
  const to = formatValue(last, unit);
  if (from === to || Math.abs(last - first) < Math.max(Math.abs(high), Math.abs(low)) * 0.02) {
    return `stayed near ${to} (${reach})`;
  }
  return `${last > first ? 'rose' : 'fell'} from ${from} to ${to} (${reach})`;
}

function describeGaps(gaps: readonly Gap[]): string {
  const [only] = gaps;
  if (only && gaps.length === 1) return `one gap of ${formatDuration(only.to - only.from)} (${only.reason})`;
  const total = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  return `${gaps.length} gaps, together ${formatDuration(total)}`;
}

function describeBreach(present: Float64Array, limit: DescribedLimit, unit: Unit): string {
  const beyond = present.filter((value) => isBeyond(value, limit));
  if (beyond.length === 0) return 'no breach';
  const { low, high } = extentOf([beyond]);
  const worst = limit.side === 'below' ? low : high;
  const share = formatValue(beyond.length / present.length, 'share');
  return `beyond the limit in ${share} of the points, worst ${formatValue(worst, unit)}`;
}

export function isBeyond(value: number, limit: DescribedLimit): boolean {
  return limit.side === 'below' ? value < limit.value : value > limit.value;
}
