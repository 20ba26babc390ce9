import { z } from 'zod';
import { limits } from './prediction.ts';

/** The rows in which a categorical metric has a value; `site` is one, too. */
export type Segment = { metric: string; value: string };

export const siteSegment = 'site';

/** On the wire `metric:value`; a colon or a percent sign in the metric's id is percent-encoded. */
export const SegmentText = z
  .string()
  .max(2 * limits.nameLength + 100)
  .refine((text) => findSegment(text) !== undefined, {
    error: 'not metric:value, such as input.device:phone',
  })
  .meta({ id: 'SegmentText' });

export function formatSegment({ metric, value }: Segment): string {
  return `${metric.replaceAll('%', '%25').replaceAll(':', '%3A')}:${value}`;
}

/** The segment that a text names, or undefined when it names none. */
export function findSegment(text: string): Segment | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || text.includes('\0')) return undefined;
  const metric = text.slice(0, colon).replaceAll('%3A', ':').replaceAll('%25', '%');
  return { metric, value: text.slice(colon + 1) };
}
