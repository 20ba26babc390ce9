import type { LogRow } from '#api/prediction-log.ts';
import { type Segment, siteSegment } from '#contract/segment.ts';

/** Of one metric any of the segments, of different metrics all. */
export function isInSegments(row: LogRow, segments: readonly Segment[]): boolean {
  const byMetric = Map.groupBy(segments, ({ metric }) => metric).values();
  return [...byMetric].every((own) => own.some((segment) => isIn(row, segment)));
}

function isIn(row: LogRow, segment: Segment): boolean {
  const { metric } = segment;
  if ('value' in segment) {
    return (metric === siteSegment ? row.site : row.categories[metric]?.toWellFormed()) === segment.value;
  }
  const number = row.numbers[metric];
  return number !== undefined && number >= segment.from && number < segment.to;
}
