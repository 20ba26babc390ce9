import { rowColumns } from '#contract/frame.ts';
import { findSegment, formatSegment } from '#contract/segment.ts';
import { metricLabel } from '../format/metric-label.ts';
import type { View } from '../url/view.ts';

export type Condition = { metric: string; value: string };

/** "device = phone" */
export function conditionText({ metric, value }: Condition): string {
  return `${metricLabel(metric)} = ${value === '' ? '(empty)' : value}`;
}

/** "device = phone and language = de" */
export function conditionsText(conditions: readonly Condition[]): string {
  return conditions.map(conditionText).join(' and ');
}

/** What a segment of the URL says to people. */
export function segmentText(segment: string): string {
  const condition = findSegment(segment);
  return condition ? conditionText(condition) : segment;
}

/** The view that shows these rows alone; a version is not a segment but has a place of its own. */
export function narrowTo(view: View, conditions: readonly Condition[]): Partial<View> {
  const version = conditions.find(({ metric }) => metric === rowColumns.version);
  const segments = conditions.filter(({ metric }) => metric !== rowColumns.version).map(formatSegment);
  return {
    seg: [...new Set([...view.seg, ...segments])],
    ...(version && { ver: version.value, versus: undefined }),
  };
}
