import { z } from 'zod';
import { limits } from './prediction.ts';

/** The rows in which a categorical metric has a value (`site` is one, too), or a numeric one lies in a range. */
export type Segment = ValueSegment | RangeSegment;
export type ValueSegment = { metric: string; value: string };
/** From `from` to below `to`; either may be infinite. */
export type RangeSegment = { metric: string; from: number; to: number };

export const siteSegment = 'site';

const range = /^(.+)~([^~:]*)~([^~:]*)$/s;

/** On the wire `metric:value` or `metric~from~to`; a colon or a percent sign in the metric's id is percent-encoded. */
export const SegmentText = z
  .string()
  .max(2 * limits.nameLength + 100)
  .refine((text) => findSegment(text) !== undefined, {
    error: 'not metric:value, such as input.device:phone, nor metric~from~to, such as input.age~18~65',
  })
  .meta({ id: 'SegmentText' });

export function formatSegment(segment: Segment): string {
  const metric = segment.metric.replaceAll('%', '%25').replaceAll(':', '%3A');
  if ('value' in segment) return `${metric}:${segment.value}`;
  return `${metric}~${boundText(segment.from)}~${boundText(segment.to)}`;
}

/** The segment that a text names, or undefined when it names none. Only values come after a colon. */
export function findSegment(text: string): Segment | undefined {
  if (text.includes('\0')) return undefined;
  const colon = text.indexOf(':');
  if (colon >= 0) {
    return colon > 0 ? { metric: metricOf(text.slice(0, colon)), value: text.slice(colon + 1) } : undefined;
  }
  const [, metric, low = '', high = ''] = range.exec(text) ?? [];
  if (metric === undefined) return undefined;
  const from = low === '' ? -Infinity : Number(low);
  const to = high === '' ? Infinity : Number(high);
  return from < to ? { metric: metricOf(metric), from, to } : undefined;
}

/** A number line cut at these places, ascending; none where there are no cuts. */
export function rangesOf(metric: string, cuts: readonly number[]): RangeSegment[] {
  const bounds = cuts.length > 0 ? [-Infinity, ...cuts, Infinity] : [];
  return bounds.slice(1).map((to, place) => ({ metric, from: bounds[place] as number, to }));
}

function metricOf(encoded: string): string {
  return encoded.replaceAll('%3A', ':').replaceAll('%25', '%');
}

function boundText(bound: number): string {
  return Number.isFinite(bound) ? String(bound) : '';
}
